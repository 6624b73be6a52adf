namespace GenEft.Training;

/// <summary>The phases of Table IV.</summary>
public enum Phase
{
    /// <summary>Train and test accuracy cross the threshold, test within the grokking delay of train.</summary>
    Generalization,

    /// <summary>Both cross, test later than that.</summary>
    Grokking,

    /// <summary>Train crosses, test does not.</summary>
    Memorization,

    /// <summary>Train does not cross, or the run diverged.</summary>
    Confusion,
}

/// <summary>Table IV on the first steps at which an accuracy exceeds the threshold.</summary>
public static class PhaseClassifier
{
    /// <summary>Classifies a run.</summary>
    /// <param name="trainStep">First step with train accuracy above the threshold; null if there was none.</param>
    /// <param name="testStep">The same for test accuracy.</param>
    /// <param name="grokkingDelay">Steps from trainStep to testStep from which on it is grokking.</param>
    public static Phase Classify(int? trainStep, int? testStep, int grokkingDelay) => (trainStep, testStep) switch
    {
        (null, _) => Phase.Confusion,
        (_, null) => Phase.Memorization,
        (int train, int test) when test - train < grokkingDelay => Phase.Generalization,
        _ => Phase.Grokking,
    };
}
