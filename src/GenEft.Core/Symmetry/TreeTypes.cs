namespace GenEft.Symmetry;

/// <summary>Numbers types of rooted trees: a label, a colour and the types of what hangs on the root. A hash finds candidates,
/// the lists themselves are compared.</summary>
internal sealed class TreeTypes
{
    private readonly IntStack _items = new();   // label, colour, number of types, types, one type after the other
    private Slot[] _slots = new Slot[64];

    /// <summary>The number of types so far.</summary>
    public int Count { get; private set; }

    /// <summary>The type's number, a new one if it is the first of its kind.</summary>
    /// <param name="label">The label seen from what the root hangs on.</param>
    /// <param name="colour">The root's colour.</param>
    /// <param name="children">Types in the upper halves, ascending.</param>
    public int Find(int label, int colour, ReadOnlySpan<long> children)
    {
        ulong hash = Trace.Mix64(((ulong)(uint)label << 32) | (uint)colour);
        foreach (long child in children)
        {
            hash = Trace.Mix64(hash ^ (ulong)(child >> 32));
        }

        int mask = _slots.Length - 1;
        int at = (int)hash & mask;
        for (; _slots[at].TypePlusOne != 0; at = (at + 1) & mask)
        {
            if (_slots[at].Hash == (uint)(hash >> 32) && IsSame(_slots[at].Start, label, colour, children))
            {
                return _slots[at].TypePlusOne - 1;
            }
        }

        _slots[at] = new Slot { Hash = (uint)(hash >> 32), Low = (int)hash, TypePlusOne = ++Count, Start = _items.Count };
        _items.Push(label);
        _items.Push(colour);
        _items.Push(children.Length);
        foreach (long child in children)
        {
            _items.Push((int)(child >> 32));
        }

        if (2 * Count > _slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private bool IsSame(int start, int label, int colour, ReadOnlySpan<long> children)
    {
        ReadOnlySpan<int> items = _items.AsSpan()[start..];
        if (items[0] != label || items[1] != colour || items[2] != children.Length)
        {
            return false;
        }

        items = items.Slice(3, children.Length);
        for (int i = 0; i < children.Length; i++)
        {
            if (items[i] != (int)(children[i] >> 32))
            {
                return false;
            }
        }

        return true;
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[2 * old.Length];
        int mask = _slots.Length - 1;
        foreach (Slot slot in old)
        {
            if (slot.TypePlusOne != 0)
            {
                int at = slot.Low & mask;
                while (_slots[at].TypePlusOne != 0)
                {
                    at = (at + 1) & mask;
                }

                _slots[at] = slot;
            }
        }
    }

    private struct Slot
    {
        public uint Hash;
        public int Low;         // of the hash, which says where the slot belongs
        public int TypePlusOne; // 0 where empty
        public int Start;       // of its items
    }
}
