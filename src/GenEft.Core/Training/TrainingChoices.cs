namespace GenEft.Training;

/// <summary>How two embeddings become the decoder's input (paper, section III; about_GenEft_Theory 3).</summary>
public enum Combination
{
    /// <summary>[E_i, E_j]: 2d inputs.</summary>
    Concatenation,

    /// <summary>E_i - E_j: d inputs.</summary>
    Difference,

    /// <summary>(E_i - E_j)^2, elementwise: d inputs.</summary>
    SquaredDifference,
}

/// <summary>The function of the hidden layers; definitions are PyTorch's.</summary>
public enum Activation
{
    /// <summary>Hyperbolic tangent, the paper's.</summary>
    Tanh,

    /// <summary>The rectifier max(z, 0); its slope at 0 is 0.</summary>
    ReLU,

    /// <summary>Gaussian error linear unit, z Phi(z), Phi the normal distribution's (by the error function, not its approximation by tanh).</summary>
    GELU,

    /// <summary>The logistic function, 1/(1 + exp(-z)).</summary>
    Sigmoid,

    /// <summary>The sine of z.</summary>
    Sine,

    /// <summary>No function: a linear decoder.</summary>
    Identity,
}

/// <summary>How parameters follow the gradient; conventions and constants are PyTorch's.</summary>
public enum Optimizer
{
    /// <summary>Adam with decoupled weight decay: betas 0.9 and 0.999, epsilon 1e-8.</summary>
    AdamW,

    /// <summary>Adam, weight decay added to the gradient: betas 0.9 and 0.999, epsilon 1e-8.</summary>
    Adam,

    /// <summary>Plain gradient descent, weight decay added to the gradient.</summary>
    GradientDescent,
}

/// <summary>The law of the decoder's initial weights and biases; s is DecoderScale.</summary>
public enum DecoderInitialization
{
    /// <summary>Uniform in +-s/sqrt(fan-in).</summary>
    Uniform,

    /// <summary>Normal with standard deviation s.</summary>
    Normal,

    /// <summary>Normal with standard deviation s/sqrt(fan-in).</summary>
    NormalFanIn,
}

/// <summary>When a run ends.</summary>
public enum StopCondition
{
    /// <summary>As soon as the phase can no longer change, at the latest after MaxSteps.</summary>
    PhaseKnown,

    /// <summary>After MaxSteps.</summary>
    MaxSteps,

    /// <summary>As PhaseKnown, or where neither training nor test pairs have been answered better for Patience steps.</summary>
    Plateau,
}

/// <summary>Why a run ended.</summary>
public enum StopReason
{
    /// <summary>Its phase could no longer change.</summary>
    PhaseKnown,

    /// <summary>It had taken MaxSteps.</summary>
    MaxSteps,

    /// <summary>Nothing had become better for Patience steps: a longer run might have told another phase.</summary>
    Plateau,

    /// <summary>The loss was no longer finite.</summary>
    Diverged,
}

/// <summary>How finely a run knows the step at which an accuracy first exceeds the threshold.</summary>
public enum Crossing
{
    /// <summary>The first evaluated step.</summary>
    Evaluated,

    /// <summary>The first step since the last evaluation, found by going back there and evaluating every step.</summary>
    Exact,
}

/// <summary>Where a run is computed.</summary>
public enum AcceleratorKind
{
    /// <summary>A CUDA device if one is usable, else the processor.</summary>
    Auto,

    /// <summary>The processor's vector units.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,

    /// <summary>A GPU through OpenCL.</summary>
    OpenCL,
}
