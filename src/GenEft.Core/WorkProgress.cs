namespace GenEft;

/// <summary>How much of many pieces of work is done, told from any thread.</summary>
public sealed class WorkProgress
{
    private const double Whole = 1e6;   // of a piece, so that parts add up without rounding

    private long _added;
    private long _finished;
    private long _part;   // of pieces under way

    /// <summary>Pieces added.</summary>
    public long Added => Interlocked.Read(ref _added);

    /// <summary>Pieces that have ended, one way or another.</summary>
    public long Finished => Interlocked.Read(ref _finished);

    /// <summary>The share that is done, pieces under way included, from 0 to 1.</summary>
    public double Fraction => (Finished + (Interlocked.Read(ref _part) / Whole)) / Math.Max(1, Added);

    /// <summary>Adds a piece of work.</summary>
    internal Piece Add()
    {
        Interlocked.Increment(ref _added);
        return new Piece(this);
    }

    /// <summary>One piece; its methods are called by one thread at a time.</summary>
    internal sealed class Piece(WorkProgress owner) : IProgress<double>
    {
        private long _told;
        private bool _isFinished;

        /// <summary>The share of the piece that is done, from 0 to 1.</summary>
        public void Report(double value)
        {
            long part = (long)(Whole * Math.Clamp(value, 0, 1));
            Interlocked.Add(ref owner._part, part - _told);
            _told = part;
        }

        /// <summary>The piece has ended.</summary>
        public void Finish()
        {
            if (!_isFinished)
            {
                _isFinished = true;
                Report(0);
                Interlocked.Increment(ref owner._finished);
            }
        }
    }
}
