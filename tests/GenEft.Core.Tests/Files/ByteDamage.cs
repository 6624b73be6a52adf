namespace GenEft.Tests;

/// <summary>What kills, power cuts and bad disks do to a file.</summary>
internal static class ByteDamage
{
    /// <summary>Flips, changes, cuts, removes, repeats, leaves holes, or adds another file's end: up to four times.</summary>
    public static byte[] Apply(byte[] sample, byte[] other, Random random)
    {
        List<byte> bytes = [.. sample];
        for (int count = 1 + random.Next(4); count > 0 && bytes.Count > 0; count--)
        {
            int at = random.Next(bytes.Count);
            int length = random.Next(1, 1 + Math.Min(bytes.Count - at, random.Next(2) == 0 ? 8 : 400));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);   // cut, as by a kill
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));   // a piece twice
                    break;
                case 5:
                    bytes.InsertRange(at, new byte[length]);   // a hole, as after a power cut
                    break;
                default:
                    bytes.AddRange(other[random.Next(other.Length)..]);   // another file's end
                    break;
            }
        }

        return [.. bytes];
    }
}
