using System.Numerics;

namespace GenEft.Numerics;

/// <summary>Sets of small whole numbers as rows of bits, 64 a word.</summary>
internal static class BitRow
{
    /// <summary>The words that a row of so many bits takes.</summary>
    public static int WordCount(int count) => (count + 63) >> 6;

    /// <summary>Whether a number is in the set.</summary>
    public static bool Has(ReadOnlySpan<ulong> row, int i) => (row[i >> 6] >> (i & 63) & 1) != 0;

    /// <summary>Puts a number in.</summary>
    public static void Add(Span<ulong> row, int i) => row[i >> 6] |= 1UL << (i & 63);

    /// <summary>Takes a number out.</summary>
    public static void Remove(Span<ulong> row, int i) => row[i >> 6] &= ~(1UL << (i & 63));

    /// <summary>Puts all numbers of another set in.</summary>
    public static void UnionWith(Span<ulong> row, ReadOnlySpan<ulong> other)
    {
        for (int word = 0; word < row.Length; word++)
        {
            row[word] |= other[word];
        }
    }

    /// <summary>How many numbers are in the set.</summary>
    public static long Count(ReadOnlySpan<ulong> row)
    {
        long count = 0;
        foreach (ulong word in row)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>How many numbers two sets share.</summary>
    public static int CountCommon(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> other)
    {
        int count = 0;
        for (int word = 0; word < row.Length; word++)
        {
            count += BitOperations.PopCount(row[word] & other[word]);
        }

        return count;
    }

    /// <summary>The numbers of the set, ascending.</summary>
    public static Members MembersOf(ReadOnlySpan<ulong> row) => new(row);

    /// <summary>Goes through a set; the row may lose or gain later numbers meanwhile, those of the word at hand aside.</summary>
    public ref struct Members(ReadOnlySpan<ulong> row)
    {
        private readonly ReadOnlySpan<ulong> _row = row;
        private ulong _rest;
        private int _word = -1;

        /// <summary>The number at hand.</summary>
        public int Current { get; private set; }

        /// <summary>Itself: what foreach asks for.</summary>
        public readonly Members GetEnumerator() => this;

        /// <summary>Goes to the next number.</summary>
        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_word == _row.Length)
                {
                    return false;
                }

                _rest = _row[_word];
            }

            Current = (_word << 6) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
