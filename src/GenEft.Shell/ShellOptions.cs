namespace GenEft.Shell;

/// <summary>What the command line asks for.</summary>
internal sealed record ShellOptions(string? Script, string? Command, IReadOnlyList<string> Arguments, bool ShowHelp)
{
    public const int UsageExitCode = 64;

    public const string Usage = """
        GenEft.Shell <script.ps1> [arguments]   runs a script with the GenEft module imported
        GenEft.Shell -c "<command>"             runs a command
        GenEft.Shell                            reads commands
        """;

    /// <exception cref="ArgumentException">The command line is none of the three forms.</exception>
    public static ShellOptions Parse(string[] args)
    {
        if (args.Length == 0)
        {
            return new ShellOptions(null, null, [], false);
        }

        switch (args[0].ToLowerInvariant())
        {
            case "-c" or "-command":
                return args.Length >= 2
                    ? new ShellOptions(null, string.Join(' ', args[1..]), [], false)
                    : throw new ArgumentException($"{args[0]} needs a command.{Environment.NewLine}{Usage}");
            case "-h" or "-help" or "--help" or "-?":
                return new ShellOptions(null, null, [], true);
            case "-f" or "-file" when args.Length >= 2:
                return new ShellOptions(args[1], null, args[2..], false);
            default:
                return args[0].StartsWith('-')
                    ? throw new ArgumentException($"Unknown option {args[0]}.{Environment.NewLine}{Usage}")
                    : new ShellOptions(args[0], null, args[1..], false);
        }
    }
}
