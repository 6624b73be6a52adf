namespace GenEft.Relations;

/// <summary>Properties that a relation can have together.</summary>
internal static class RelationPropertySet
{
    /// <summary>Refuses properties that only the empty relation, or none, has together.</summary>
    /// <exception cref="GenEftException">ContradictingProperties.</exception>
    public static void RefuseContradictions(IReadOnlyCollection<RelationProperty> properties)
    {
        if (properties.Contains(RelationProperty.Reflexive) && properties.Contains(RelationProperty.Irreflexive))
        {
            throw new GenEftException(
                ErrorIds.ContradictingProperties, "Property holds both Reflexive and Irreflexive; no relation is both.", properties);
        }

        if (properties.Contains(RelationProperty.Symmetric) && properties.Contains(RelationProperty.Antisymmetric))
        {
            throw new GenEftException(
                ErrorIds.ContradictingProperties,
                "Property holds both Symmetric and Antisymmetric; only a relation without pairs of distinct elements is both.",
                properties);
        }

        if (properties.Contains(RelationProperty.Symmetric) && properties.Contains(RelationProperty.Transitive)
            && properties.Contains(RelationProperty.Irreflexive))
        {
            throw new GenEftException(
                ErrorIds.ContradictingProperties,
                "Property holds Symmetric, Transitive and Irreflexive; only the empty relation is all three.",
                properties);
        }
    }
}
