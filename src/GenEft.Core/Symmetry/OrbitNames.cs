namespace GenEft.Symmetry;

/// <summary>Orbits are given by vertex, each vertex holding the name of its orbit.</summary>
internal static class OrbitNames
{
    /// <summary>Renames orbits after their first vertices, in place; a name so far is any vertex, the same within an orbit.</summary>
    public static int[] AfterFirst(int[] orbits)
    {
        int[] first = new int[orbits.Length];
        Array.Fill(first, -1);
        for (int v = 0; v < orbits.Length; v++)
        {
            ref int name = ref first[orbits[v]];
            name = name < 0 ? v : name;
            orbits[v] = name;
        }

        return orbits;
    }
}
