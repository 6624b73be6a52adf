namespace GenEft.Symmetry;

/// <summary>
/// What a refinement does, splitter by splitter: recorded once, then followed by others, which stop at the first difference.
/// Equal structure gives equal traces; so a difference proves that no automorphism takes the one to the other. Each splitter
/// leaves one number, a hash of all it did.
/// </summary>
internal sealed class Trace
{
    private readonly IntStack _items = new();
    private bool _isRecording = true;
    private int _at;
    private uint _open;   // of the splitter at hand

    /// <summary>Whether all that was closed so far agrees with the record.</summary>
    public bool IsFollowed { get; private set; } = true;

    /// <summary>Whether the record was followed to its end.</summary>
    public bool IsComplete => IsFollowed && (_isRecording || _at == _items.Count);

    /// <summary>A hash of the record.</summary>
    public ulong Hash
    {
        get
        {
            ulong hash = 0;
            foreach (int item in _items.AsSpan())
            {
                hash = Mix64(hash ^ (uint)item);
            }

            return hash;
        }
    }

    /// <summary>Starts a record anew.</summary>
    public void Record()
    {
        _items.Clear();
        _isRecording = true;
        IsFollowed = true;
    }

    /// <summary>Starts to follow the record.</summary>
    public void Follow()
    {
        _at = 0;
        _isRecording = false;
        IsFollowed = true;
    }

    public void Add(int a, int b) => Add((int)((Mix((uint)a) * 31) + (uint)b));

    public void Add(int item) => _open = Mix(_open ^ (uint)item) + 0x9E3779B9;

    /// <summary>Ends a splitter: what it did is recorded, or compared with the record.</summary>
    public void Close()
    {
        int item = (int)_open;
        _open = 0;
        if (_isRecording)
        {
            _items.Push(item);
        }
        else if (_at >= _items.Count || _items[_at++] != item)
        {
            IsFollowed = false;
        }
    }

    /// <summary>A 32-bit hash (the finalizer of MurmurHash3).</summary>
    public static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x85EBCA6B;
        x ^= x >> 13;
        x *= 0xC2B2AE35;
        return x ^ (x >> 16);
    }

    /// <summary>A 64-bit hash (the finalizer of SplitMix64).</summary>
    public static ulong Mix64(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
