namespace GenEft.Commands.Tests;

/// <summary>A pwsh for what a test starts, on machines that have none: our own shell under its name.</summary>
internal static class PwshInPath
{
    /// <summary>Puts it into PATH, for this process and what it starts.</summary>
    public static void Ensure()
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (OperatingSystem.IsWindows() || path.Split(':').Any(folder => File.Exists(Path.Combine(folder, "pwsh"))))
        {
            return;
        }

        string folder = Path.Combine(AppContext.BaseDirectory, "pwsh-in-path");
        string program = Path.Combine(Directory.CreateDirectory(folder).FullName, "pwsh");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{ShellTests.Program}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", $"{folder}:{path}");
    }
}
