namespace GenEft.Tests;

/// <summary>Asserts errors by their id, as scripts see them.</summary>
internal static class Refused
{
    public static GenEftException With(string errorId, Action action)
    {
        GenEftException error = Assert.Throws<GenEftException>(action);
        Assert.Equal(errorId, error.ErrorId);
        return error;
    }
}
