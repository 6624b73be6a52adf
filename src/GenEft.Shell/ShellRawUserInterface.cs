using System.Management.Automation.Host;

namespace GenEft.Shell;

/// <summary>The size of the terminal; a pipe, and a terminal that does not tell, is 120 columns wide. Nothing else is drawn on.</summary>
internal sealed class ShellRawUserInterface : PSHostRawUserInterface
{
    private const int PipeWidth = 120;

    public override Size BufferSize
    {
        get => new(Console.IsOutputRedirected || Console.WindowWidth <= 0 ? PipeWidth : Console.WindowWidth, 3000);
        set { }
    }

    public override Size WindowSize
    {
        get => new(BufferSize.Width, Console.IsOutputRedirected ? 50 : Console.WindowHeight);
        set { }
    }

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Size MaxWindowSize => WindowSize;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override Coordinates WindowPosition { get; set; }

    public override string WindowTitle { get; set; } = "GenEft";

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options) =>
        throw new HostException("The GenEft shell cannot read single keys.");

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => new BufferCell[0, 0];

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
    {
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
    {
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
    }
}
