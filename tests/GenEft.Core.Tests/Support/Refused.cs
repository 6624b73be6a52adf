namespace GenEft.Tests;

/// <summary>Asserts refusals by their id, as scripts see them.</summary>
internal static class Refused
{
    public static GenEftException With(string errorId, Action action)
    {
        GenEftException refusal = Assert.Throws<GenEftException>(action);
        Assert.Equal(errorId, refusal.ErrorId);
        return refusal;
    }
}
