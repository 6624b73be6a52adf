using System.Globalization;
using System.Management.Automation.Host;
using System.Reflection;

namespace GenEft.Shell;

/// <summary>The engine's host: a plain terminal or pipe.</summary>
internal sealed class ShellHost : PSHost
{
    public override string Name => "GenEft.Shell";

    public override Version Version { get; } = Assembly.GetExecutingAssembly().GetName().Version ?? new Version();

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => Terminal;

    /// <summary>The user interface, as what it is.</summary>
    public ShellUserInterface Terminal { get; } = new();

    /// <summary>The code a script gave to exit; null while none did.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("The GenEft shell has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("The GenEft shell has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
