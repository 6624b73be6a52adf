using System.Diagnostics;

namespace GenEft.Commands.Tests;

/// <summary>The module in PowerShell's console as a process: what a job or a cluster node sees of it.</summary>
public sealed class ShellTests : IDisposable
{
    /// <summary>The console as built, for dotnet to start.</summary>
    public static string Program { get; } = Path.Combine(
        Session.RepositoryRoot, "src", "GenEft.Shell", "bin", Session.Metadata("Configuration"), "net10.0", "GenEft.Shell.dll");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_command_writes_to_stdout_and_exits_with_0()
    {
        (int code, string output, string error) = Run(["-c", "New-Relation Modulo | Measure-CriticalFraction"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Modulo 3", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    /// <summary>So many curves that colours come again, by other lines and markers.</summary>
    [Fact]
    public void A_figure_of_many_curves_says_nothing()
    {
        string figure = Path.Combine(_folder.FullName, "many.svg");
        Assert.Equal(
            (0, "", ""), Run(["-c", $"1..12 | ForEach-Object {{ New-Relation Modulo -Count 9 -Name \"m$_\" }} | Measure-AccuracyBound -TrainingFraction 0.2, 0.5 | Export-Figure '{figure}'"]));
        Assert.True(File.Exists(figure));
    }

    [Fact]
    public void A_script_gets_its_arguments_and_gives_its_exit_code()
    {
        string script = Write("param([int] $Steps, [switch] $Fast) \"$Steps $Fast $args $([IO.Path]::GetFileName($PSScriptRoot) -eq '" + _folder.Name + "')\"; exit 7");
        Assert.Equal((7, "5 True a b True", ""), Run([script, "-Steps", "5", "-Fast", "a b"]));
        Assert.Equal((7, "6 False  True", ""), Run([script, "-Steps:6"]));
    }

    [Fact]
    public void Errors_go_to_stderr_and_one_that_ends_the_script_gives_1()
    {
        (int code, string output, string error) = Run([Write("New-Relation Foo; 'on'")]);
        Assert.Equal((0, "on"), (code, output));
        Assert.Contains("Kind is 'Foo'", error, StringComparison.Ordinal);
        (code, output, error) = Run([Write("[CmdletBinding()] param() $ErrorActionPreference = 'Stop'; New-Relation Foo; 'on'")]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Kind is 'Foo'", error, StringComparison.Ordinal);
        Assert.Equal(1, Run([Write("if (")]).Code);
    }

    /// <summary>Line by line and in this order; the letters at the turn depend on the machine's vector instructions.</summary>
    [Fact]
    public void The_readmes_block_is_what_the_quickstart_prints()
    {
        string readme = File.ReadAllText(Path.Combine(Session.RepositoryRoot, "README.md"));
        string after = readme[(readme.IndexOf("examples/Quickstart.ps1", StringComparison.Ordinal))..];
        string[] block = Lines(after.Split("```")[1]);
        Assert.Equal(14, block.Length);
        (int code, string output, string error) = Run([Path.Combine(Session.RepositoryRoot, "examples", "Quickstart.ps1"), "-OutputPath", _folder.FullName]);
        Assert.Equal((0, ""), (code, error));
        string[] printed = Lines(output);
        int at = 0;
        foreach (string line in block)
        {
            at = 1 + Array.FindIndex(printed, at, other => Comparable(other) == Comparable(line));
            Assert.True(at > 0, $"README shows '{line}'; the quickstart printed\n{output}");
        }

        static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

        static string Comparable(string line) => System.Text.RegularExpressions.Regex.Replace(line, "(?<=Modulo 3 +10 +)[GgMC]{3}", "...");
    }

    [Fact]
    public void An_environment_variable_forces_the_vector_instructions()
    {
        string training = "New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1 | ForEach-Object InstructionSet";
        Assert.Equal((0, "Portable", ""), Run(["-c", training], simd: "portable"));
        (_, string output, string error) = Run(["-c", training], simd: "Avx9");
        Assert.Equal("", output);
        Assert.Contains("GENEFT_SIMD is 'Avx9'; this machine has", error, StringComparison.Ordinal);
    }

    /// <summary>A run's bits are those of its instructions: a state of others' is not taken up.</summary>
    [Fact]
    public void A_checkpoint_of_other_vector_instructions_is_not_taken_up()
    {
        string fresh = "New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 40 -StopWhen MaxSteps{0} | ForEach-Object {{ \"$($_.InstructionSet) $($_.TrainLoss)\" }}";
        string kept = string.Format(System.Globalization.CultureInfo.InvariantCulture, fresh, " -Checkpoint runs.ckpt");
        fresh = string.Format(System.Globalization.CultureInfo.InvariantCulture, fresh, "");
        string chosen = Run(["-c", kept]).Output;
        Assert.Equal(Run(["-c", fresh], simd: "portable").Output, Run(["-c", kept], simd: "portable").Output);
        Assert.Equal(chosen, Run(["-c", kept]).Output);
    }

    /// <summary>The whole way of -Accelerator, with ILGPU's emulation for a device: the same phases, what it cannot do on the processor
    /// under Auto and refused where it was asked for by name, and out of the private context.</summary>
    [Fact]
    public void An_accelerator_trains_what_it_can_and_agrees_with_the_processor()
    {
        string script = Write("""
            $relation = New-Relation Modulo -Count 6
            $cells = @{ DecoderWidth = 6; MaxSteps = 60; Seed = 1..3; EncoderLearningRate = 1e-2; DecoderLearningRate = 1e-2; AccuracyThreshold = 0.7 }
            $cpu = $relation | Invoke-Training @cells -Accelerator Cpu
            $gpu = $relation | Invoke-Training @cells -Accelerator Cuda -IncludeEmbedding -HistoryInterval 30
            "$($cpu.Phase)" -eq "$($gpu.Phase)"
            "$($gpu.Seed) $($gpu.Accelerator) $($gpu[0].InstructionSet) $(($gpu | Get-TrainingHistory).Count) $(($gpu | Get-Embedding).Count)"
            $auto = $relation | Invoke-Training @cells -BatchSize 0, 5 -Verbose 4>&1
            "$($auto | Where-Object { $_ -is [GenEft.Training.TrainingResult] } | ForEach-Object Accelerator)"
            "$($auto -match 'mini-batches')" -match 'Not on'
            $relation | Invoke-Training @cells -BatchSize 5 -Accelerator Cuda -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused.FullyQualifiedErrorId
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^ILGPU$|^GenEft.Gpu$' } |
                ForEach-Object { ([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name -split " ")[0] }
            """);
        (int code, string output, string error) = Run([script], gpu: "Emulated");
        Assert.Equal((0, ""), (code, error));
        string[] lines = output.Split('\n');
        Assert.Equal("True", lines[0]);
        Assert.Matches("^1 2 3 Cuda Cuda Cuda CPUAccelerator [3-9] 18$", lines[1]);
        Assert.Equal(
            ["Cuda Cuda Cuda Cpu Cpu Cpu", "True", "GenEft.AcceleratorUnavailable,GenEft.Commands.InvokeTrainingCommand", "GenEft", "GenEft"],
            lines[2..]);
    }

    [Fact]
    public void Without_a_driver_Auto_trains_on_the_processor_and_ILGPU_is_not_loaded()
    {
        (int code, string output, string error) = Run(["-c", """
            (New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1).Accelerator
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'ILGPU'
            (Get-Accelerator).Accelerator -contains 'Cuda'
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'ILGPU'
            """]);
        Assert.Equal((0, ""), (code, error));
        Assert.SkipUnless(output.StartsWith("Cpu", StringComparison.Ordinal), "This machine has a CUDA device.");
        Assert.Equal("Cpu\nFalse\nTrue\nTrue", output);
    }

    [Fact]
    public void Progress_is_silent_in_a_pipe()
    {
        (int code, _, string error) = Run(
            ["-c", "$null = New-Relation Modulo | Invoke-Training -Seed (1..2) -MaxSteps 8000 -StopWhen MaxSteps -DecoderDepth 5"]);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task An_interrupt_stops_the_pipeline()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Interrupts are sent with kill.");
        using Process shell = Start(["-c", "'ready'; New-Relation Modulo | Invoke-Training -MaxSteps 100000000 -StopWhen MaxSteps; 'never'"]);
        Assert.Equal("ready", await shell.StandardOutput.ReadLineAsync());
        await Task.Delay(300);
        using (Process kill = Process.Start("kill", ["-INT", shell.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        Assert.True(shell.WaitForExit(TimeSpan.FromSeconds(20)), "the shell did not end");
        Assert.NotEqual(0, shell.ExitCode);
        Assert.DoesNotContain("never", await shell.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>Pack makes a folder PowerShell imports and a package with what a gallery looks for.</summary>
    [Fact]
    public void Build_ps1_packs_a_module_that_can_be_imported_and_published()
    {
        string build = Path.Combine(Session.RepositoryRoot, "build.ps1");
        (int code, string output, string error) = Run([build, "-Task", "Pack", "-NoBuild", "-OutputPath", _folder.FullName, "-ProjectUri", "https://example.org/it's"]);
        Assert.True(code == 0, output + error);
        string version = Directory.GetDirectories(Path.Combine(_folder.FullName, "GenEft")).Select(Path.GetFileName).Single()!;
        string manifest = Path.Combine(_folder.FullName, "GenEft", version, "GenEft.psd1");

        using Session session = new(import: false);
        Assert.Equal(version, session.Run($"(Test-ModuleManifest '{manifest}').Version.ToString()").Single().ToString());
        session.Run($"Import-Module '{manifest}'");
        Assert.Single(session.Run("New-Relation Modulo | Measure-CriticalFraction"));
        Assert.StartsWith("Makes a relation", session.Run("(Get-Help New-Relation).Synopsis").Single().ToString(), StringComparison.Ordinal);

        using System.IO.Compression.ZipArchive package =
            System.IO.Compression.ZipFile.OpenRead(Path.Combine(_folder.FullName, $"GenEft.{version}.nupkg"));
        HashSet<string> needed =
        [
            "GenEft.psd1", "bin/GenEft.Cmdlets.dll", "bin/deps/GenEft.Libraries.dll", "en-US/GenEft.Cmdlets.dll-Help.xml", "README.md", "LICENSE", "CHANGELOG.md",
            "GenEft.nuspec", "icon.png", "[Content_Types].xml", "_rels/.rels", "bin/deps/ILGPU-notices.txt", "bin/deps/ScottPlot-notices.txt", "bin/deps/Skia-notices.txt",
        ];
        HashSet<string> packed = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Superset(needed, packed);

        // Nothing comes along whose license is not told, and none that does not come along.
        string notices = File.ReadAllText(Path.Combine(_folder.FullName, "GenEft", version, "bin", "deps", "ThirdPartyNotices.txt"));
        string[] others = [.. packed.Select(Path.GetFileName).Where(name => name!.EndsWith(".dll", StringComparison.Ordinal) && name is not "libSkiaSharp.dll" && !name.StartsWith("GenEft.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)!];
        Assert.Equal(others, notices.Split('\n').Select(line => line.Split(' ')[0]).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        using StreamReader nuspec = new(package.GetEntry("GenEft.nuspec")!.Open());
        string text = nuspec.ReadToEnd();
        Assert.Contains("PSModule", text, StringComparison.Ordinal);
        Assert.Contains("PSCmdlet_Invoke-Training", text, StringComparison.Ordinal);
        Assert.Contains("<icon>icon.png</icon>", text, StringComparison.Ordinal);
        Assert.Contains("<projectUrl>https://example.org/it&apos;s</projectUrl>", text, StringComparison.Ordinal);
        Assert.Contains("### Added", session.Run($"(Test-ModuleManifest '{manifest}').ReleaseNotes").Single().ToString(), StringComparison.Ordinal);
        Assert.Equal("https://example.org/it's", session.Run($"(Test-ModuleManifest '{manifest}').ProjectUri.OriginalString").Single().ToString());
        Assert.DoesNotContain("warning", output + error, StringComparison.OrdinalIgnoreCase);

        // The clone's own origin, and none of the secrets in it.
        string pack = File.ReadAllText(build);
        string uri = session.Run(pack[pack.IndexOf("function Get-ProjectUri", StringComparison.Ordinal)..pack.IndexOf("# The module as a folder", StringComparison.Ordinal)]
            + "\nfunction Invoke-Git { 'https://user:SECRET@example.org/a/b.git' }\nGet-ProjectUri").Single().ToString()!;
        Assert.Equal("https://example.org/a/b", uri);

        // Once more, later and elsewhere: the same bytes.
        string again = Path.Combine(_folder.FullName, "again");
        (code, output, error) = Run([build, "-Task", "Pack", "-NoBuild", "-OutputPath", again, "-ProjectUri", "https://example.org/it's"]);
        Assert.True(code == 0, output + error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.FullName, $"GenEft.{version}.nupkg")), File.ReadAllBytes(Path.Combine(again, $"GenEft.{version}.nupkg")));
    }

    private (int Code, string Output, string Error) Run(string[] arguments, string? input = null, string? simd = null, string? gpu = null)
    {
        using Process shell = Start(arguments, simd, gpu);
        shell.StandardInput.Write(input);
        shell.StandardInput.Close();
        Task<string> error = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (shell.ExitCode, output.Trim().ReplaceLineEndings("\n"), error.Result.Trim());
    }

    private Process Start(string[] arguments, string? simd = null, string? gpu = null)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["GENEFT_SIMD"] = simd;
        start.Environment["GENEFT_GPU"] = gpu;
        start.ArgumentList.Add(Program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private string Write(string script)
    {
        string path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.ps1");
        File.WriteAllText(path, script);
        return path;
    }
}
