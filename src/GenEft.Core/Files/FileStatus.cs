using System.Runtime.InteropServices;

namespace GenEft.Files;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>A file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, with a name or without.</summary>
    Pipe,

    /// <summary>A terminal, the null device or the like.</summary>
    CharacterDevice,

    /// <summary>A disk.</summary>
    BlockDevice,

    /// <summary>A socket.</summary>
    Socket,
}

/// <summary>What a path leads to, links followed; .NET itself takes pipes and devices for files.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Its permissions; none on Windows.</param>
/// <param name="Owner">The number of its owner; 0 on Windows.</param>
/// <param name="Group">The number of its group; 0 on Windows.</param>
internal readonly partial record struct FileStatus(FileKind Kind, UnixFileMode Mode, uint Owner, uint Group)
{
    private const int TypeMask = 0xF000;
    private const int ModeMask = 0x0FFF;

    /// <summary>What a path leads to; null where that is nothing.</summary>
    public static unsafe FileStatus? Of(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.Exists(path) ? new FileStatus(FileKind.Regular, UnixFileMode.None, 0, 0)
                : Directory.Exists(path) ? new FileStatus(FileKind.Folder, UnixFileMode.None, 0, 0)
                : null;
        }

        // Flags, mode, owner and group come first in what the runtime's own library tells; the room is more than it needs.
        int* fields = stackalloc int[128];
        if (SystemStat(path, fields) != 0)
        {
            return null;
        }

        FileKind kind = (fields[1] & TypeMask) switch
        {
            0x1000 => FileKind.Pipe,
            0x2000 => FileKind.CharacterDevice,
            0x4000 => FileKind.Folder,
            0x6000 => FileKind.BlockDevice,
            0xC000 => FileKind.Socket,
            _ => FileKind.Regular,
        };
        return new FileStatus(kind, (UnixFileMode)(fields[1] & ModeMask), (uint)fields[2], (uint)fields[3]);
    }

    /// <summary>Gives a file an owner and a group; false where that is not allowed.</summary>
    public static bool TrySetOwner(string path, uint owner, uint group) => Chown(path, owner, group) == 0;

    /// <summary>What it is, for a message.</summary>
    public string Describe() => Kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.CharacterDevice => "a device",
        FileKind.BlockDevice => "a disk",
        FileKind.Socket => "a socket",
        _ => "a file",
    };

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int SystemStat(string path, int* status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Chown(string path, uint owner, uint group);
}
