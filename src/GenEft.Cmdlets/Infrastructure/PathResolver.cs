using System.Collections.ObjectModel;
using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace GenEft.Infrastructure;

/// <summary>PowerShell paths as paths of the file system.</summary>
internal static class PathResolver
{
    /// <summary>Existing files by name, with wildcards unless literal; a name that matches nothing, or is no pattern, may be that of a
    /// file with brackets in it.</summary>
    /// <exception cref="GenEftException">FileNotFound, or FileUnreadable for a path of another provider.</exception>
    public static IReadOnlyList<string> ResolveExisting(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        try
        {
            if (isLiteral)
            {
                return [ResolveNew(cmdlet, path)];
            }

            Collection<string> paths = cmdlet.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            RequireFileSystem(provider, path);
            return paths.Count > 0 ? paths : Literal();
        }
        catch (WildcardPatternException)
        {
            return Literal();
        }
        catch (Exception exception) when (exception is ItemNotFoundException or DriveNotFoundException or ProviderNotFoundException)
        {
            throw new GenEftException(ErrorIds.FileNotFound, $"Path is '{path}'; there is no such file.", path, exception);
        }

        IReadOnlyList<string> Literal() => ResolveNew(cmdlet, path) is var file && File.Exists(file)
            ? [file]
            : throw new GenEftException(ErrorIds.FileNotFound, $"Path is '{path}'; no file matches it.", path);
    }

    /// <summary>A file to be written, which need not exist.</summary>
    /// <param name="cmdlet">Whose session's drives count.</param>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The parameter that gave it, for errors.</param>
    /// <exception cref="GenEftException">ValueOutOfRange for what no name can hold, FileNotFound for an unknown drive, FileUnreadable for another provider.</exception>
    public static string ResolveNew(PSCmdlet cmdlet, string path, string parameter = "Path")
    {
        if (path.Contains('\0'))
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"{parameter} is '{path.Replace("\0", "`0")}'; it must not hold the character of code 0.", path);
        }

        try
        {
            string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            RequireFileSystem(provider, path, parameter);
            return resolved;
        }
        catch (Exception exception) when (exception is DriveNotFoundException or ProviderNotFoundException)
        {
            throw new GenEftException(ErrorIds.FileNotFound, $"{parameter} is '{path}'; there is no such drive.", path, exception);
        }
    }

    private static void RequireFileSystem(ProviderInfo provider, string path, string parameter = "Path")
    {
        if (provider.Name != "FileSystem")
        {
            throw new GenEftException(
                ErrorIds.FileUnreadable, $"{parameter} is '{path}'; it must lie in the file system, not in {provider.Name}.", path);
        }
    }
}
