using ILGPU;

namespace GenEft.Gpu;

/// <summary>The cells of a table of [rows][columns] that fall to a thread of its group: it is divided once, not at every cell.</summary>
internal struct GroupWalk
{
    private readonly int _columns;
    private readonly int _rowStep;
    private readonly int _columnStep;

    /// <summary>The first cell of a thread.</summary>
    /// <param name="thread">The thread, or another number for it where those at the end are to begin.</param>
    /// <param name="columns">Cells of a row.</param>
    public GroupWalk(int thread, int columns)
    {
        _columns = columns;
        _rowStep = Group.DimX / columns;
        _columnStep = Group.DimX - (_rowStep * columns);
        Row = thread / columns;
        Column = thread - (Row * columns);
    }

    public int Row { get; private set; }

    public int Column { get; private set; }

    public void Next()
    {
        Row += _rowStep;
        Column += _columnStep;
        if (Column >= _columns)
        {
            Row++;
            Column -= _columns;
        }
    }
}
