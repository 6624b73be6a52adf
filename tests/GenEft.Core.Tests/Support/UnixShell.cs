using System.Diagnostics;

namespace GenEft.Tests;

/// <summary>Runs Unix's own tools, for what .NET cannot make: pipes, devices, mounts.</summary>
internal static class UnixShell
{
    public static void Run(string command, params string[] arguments) => Assert.True(TryRun(command, arguments), $"{command} {string.Join(' ', arguments)} failed.");

    public static bool TryRun(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Skips a test that only root on Linux can do.</summary>
    public static void SkipUnlessRootOnLinux() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root on Linux may give files away, make devices and mount.");

    /// <summary>Does something with a disk of a size of its own; skips the test where mounting is not allowed.</summary>
    public static void WithDisk(string folder, string size, Action<string> use)
    {
        SkipUnlessRootOnLinux();
        string mount = Directory.CreateDirectory(Path.Combine(folder, "disk")).FullName;
        Assert.SkipUnless(TryRun("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", mount), "This machine does not mount.");
        try
        {
            use(mount);
        }
        finally
        {
            Run("umount", mount);
        }
    }
}
