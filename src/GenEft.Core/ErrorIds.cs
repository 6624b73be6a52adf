namespace GenEft;

/// <summary>
/// The identifiers of every error GenEft makes. They are the first half of PowerShell's FullyQualifiedErrorId, so
/// renaming one breaks scripts that test for it.
/// </summary>
public static class ErrorIds
{
    /// <summary>A number lies outside its range, or is not a number.</summary>
    public const string ValueOutOfRange = "GenEft.ValueOutOfRange";

    /// <summary>A relation kind that does not exist.</summary>
    public const string UnknownKind = "GenEft.UnknownKind";

    /// <summary>Relation properties that contradict each other.</summary>
    public const string ContradictingProperties = "GenEft.ContradictingProperties";

    /// <summary>Class sizes that do not add up to the number of elements.</summary>
    public const string ClassSizeMismatch = "GenEft.ClassSizeMismatch";

    /// <summary>A parameter that the chosen relation kind or class does not have.</summary>
    public const string ParameterNotApplicable = "GenEft.ParameterNotApplicable";

    /// <summary>An edge list without the columns asked for.</summary>
    public const string MissingColumn = "GenEft.MissingColumn";

    /// <summary>An edge with an empty end.</summary>
    public const string EmptyField = "GenEft.EmptyField";

    /// <summary>A line that is not valid CSV.</summary>
    public const string MalformedLine = "GenEft.MalformedLine";

    /// <summary>An edge list without a single edge.</summary>
    public const string EmptyRelation = "GenEft.EmptyRelation";

    /// <summary>A file or folder that does not exist.</summary>
    public const string FileNotFound = "GenEft.FileNotFound";

    /// <summary>Rows that no figure is known for.</summary>
    public const string NotDrawable = "GenEft.NotDrawable";

    /// <summary>A platform on which figures are not drawn.</summary>
    public const string FiguresUnavailable = "GenEft.FiguresUnavailable";

    /// <summary>A file name that tells no format that is written.</summary>
    public const string UnknownFormat = "GenEft.UnknownFormat";

    /// <summary>A file that cannot be read.</summary>
    public const string FileUnreadable = "GenEft.FileUnreadable";

    /// <summary>A file that cannot be written.</summary>
    public const string FileNotWritable = "GenEft.FileNotWritable";

    /// <summary>An output file that exists already.</summary>
    public const string FileExists = "GenEft.FileExists";

    /// <summary>An existing file that is not the checkpoint it was named as.</summary>
    public const string InvalidCheckpoint = "GenEft.InvalidCheckpoint";

    /// <summary>A folder that is to become a sweep holds something.</summary>
    public const string SweepExists = "GenEft.SweepExists";

    /// <summary>A sweep was stopped by the system's signal; it can be gone on with.</summary>
    public const string SweepStopped = "GenEft.SweepStopped";

    /// <summary>What was waited for did not come in the time given.</summary>
    public const string TimedOut = "GenEft.TimedOut";

    /// <summary>What was to run a sweep's tasks is not on this machine.</summary>
    public const string EngineNotFound = "GenEft.EngineNotFound";

    /// <summary>What was to run or to end a sweep's tasks refused it.</summary>
    public const string EngineFailed = "GenEft.EngineFailed";

    /// <summary>A folder holds no sweep of this module's, or one that is damaged.</summary>
    public const string InvalidSweep = "GenEft.InvalidSweep";

    /// <summary>What has to be confirmed, where nobody can be asked.</summary>
    public const string NotConfirmed = "GenEft.NotConfirmed";

    /// <summary>A relation for which the chance of guessing a pair is not known.</summary>
    public const string NoGuessProbability = "GenEft.NoGuessProbability";

    /// <summary>A relation of which it is not known what others agree with a sample.</summary>
    public const string NoPosterior = "GenEft.NoPosterior";

    /// <summary>An exact count beyond its budget, where draws may not take its place.</summary>
    public const string ExactOverBudget = "GenEft.ExactOverBudget";

    /// <summary>Known pairs that no relation with the structure assumed can have.</summary>
    public const string ContradictingSample = "GenEft.ContradictingSample";

    /// <summary>A name that is no setting of a training.</summary>
    public const string UnknownSetting = "GenEft.UnknownSetting";

    /// <summary>Results of trainings without a bound to hold them against.</summary>
    public const string NoBound = "GenEft.NoBound";

    /// <summary>An accuracy that is reached at the first point of a curve already.</summary>
    public const string NotBracketed = "GenEft.NotBracketed";

    /// <summary>A relation too large to be held in memory.</summary>
    public const string RelationTooLarge = "GenEft.RelationTooLarge";

    /// <summary>A training too large to be held in memory.</summary>
    public const string TrainingTooLarge = "GenEft.TrainingTooLarge";

    /// <summary>An accelerator that cannot be used here.</summary>
    public const string AcceleratorUnavailable = "GenEft.AcceleratorUnavailable";

    /// <summary>An accelerator that failed in mid-run; its runs fail with it and the others go on.</summary>
    public const string AcceleratorFailed = "GenEft.AcceleratorFailed";

    /// <summary>An input object without the data that was to be unrolled.</summary>
    public const string DataNotIncluded = "GenEft.DataNotIncluded";

    /// <summary>Matrices and vectors whose shapes do not fit together.</summary>
    public const string ShapeMismatch = "GenEft.ShapeMismatch";

    /// <summary>A decoder whose A^T A has no inverse, where a criterion needs it.</summary>
    public const string SingularDecoder = "GenEft.SingularDecoder";

    /// <summary>An input object with a property that cannot be read.</summary>
    public const string UnreadableInput = "GenEft.UnreadableInput";

    /// <summary>A record for which there is not enough memory.</summary>
    public const string OutOfMemory = "GenEft.OutOfMemory";

    /// <summary>A fault of the module; the exception that tells of it is kept.</summary>
    public const string InternalFault = "GenEft.InternalFault";

    /// <summary>A run that failed for a reason of its own; the others go on.</summary>
    public const string RunFailed = "GenEft.RunFailed";
}
