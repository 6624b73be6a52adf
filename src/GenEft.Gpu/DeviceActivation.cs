using GenEft.Training;
using GenEft.Training.Simd;
using ILGPU.Util;
using ILGPU.Algorithms;

namespace GenEft.Gpu;

/// <summary>The hidden layers' function on a device; each has kernels of its own, so that none pays for the others. The definitions are
/// <see cref="ActivationFunction"/>'s.</summary>
internal interface IDeviceActivation
{
    /// <summary>Whether the value does not tell the slope, which then lies beside it.</summary>
    bool KeepsSlope { get; }

    /// <summary>The value h(z).</summary>
    float Value(float z);

    /// <summary>The slope dh/dz: from z where KeepsSlope, else from h.</summary>
    float Slope(float from);
}

/// <summary>What several functions need.</summary>
internal static class DeviceFunction
{
    /// <summary>A value within +-limit; NaN stays NaN, which a device's least and greatest lose. Selected without a branch.</summary>
    public static float Clamp(float value, float limit) =>
        Utilities.Select(XMath.IsNaN(value), value, XMath.Max(XMath.Min(value, limit), -limit));
}

/// <summary>tanh, by the coefficients of <see cref="SimdTanh"/>.</summary>
internal readonly struct DeviceTanh : IDeviceActivation
{
    public bool KeepsSlope => false;

    public float Value(float z)
    {
        float x = DeviceFunction.Clamp(z, SimdTanh.Limit);
        float t = x * x;
        float p = (((((SimdTanh.P3 * t) + SimdTanh.P2) * t) + SimdTanh.P1) * t) + SimdTanh.P0;
        float q = ((((((t + SimdTanh.Q3) * t) + SimdTanh.Q2) * t) + SimdTanh.Q1) * t) + SimdTanh.Q0;
        return x * p / q;
    }

    public float Slope(float from) => 1 - (from * from);
}

/// <summary>The rectifier, max(z, 0).</summary>
internal readonly struct DeviceRelu : IDeviceActivation
{
    public bool KeepsSlope => false;

    public float Value(float z) => Utilities.Select(z <= 0, 0f, z);

    // By floats: whole numbers in its place ILGPU 1.5.3 makes bits of, not numbers.
    public float Slope(float from) => Utilities.Select(from <= 0, 0f, 1f);
}

/// <summary>GELU, z Phi(z), by the coefficients of <see cref="SimdGelu"/>.</summary>
internal readonly struct DeviceGelu : IDeviceActivation
{
    public bool KeepsSlope => true;

    // Far below 0 Phi is not quite 0: times the clamped argument it vanishes all the same.
    public float Value(float z) => Utilities.Select(z < -SimdGelu.Limit, -SimdGelu.Limit, z) * Phi(z);

    public float Slope(float from)
    {
        float x = DeviceFunction.Clamp(from, SimdGelu.Limit);
        return Phi(from) + (x * XMath.Exp(-0.5f * x * x) * SimdGelu.Density);
    }

    private static float Phi(float z)
    {
        float x = DeviceFunction.Clamp(z, SimdGelu.Limit);
        float a = XMath.Abs(x);
        float p = (((((((SimdGelu.P4 * a) + SimdGelu.P3) * a) + SimdGelu.P2) * a) + SimdGelu.P1) * a) + 0.5f;
        float q = (((((((((SimdGelu.Q5 * a) + SimdGelu.Q4) * a) + SimdGelu.Q3) * a) + SimdGelu.Q2) * a) + SimdGelu.Q1) * a) + 1;
        float tail = XMath.Exp(-0.5f * x * x) * p / q;
        return Utilities.Select(x > 0, 1 - tail, tail);
    }
}

/// <summary>The logistic function, through a real exponential.</summary>
internal readonly struct DeviceSigmoid : IDeviceActivation
{
    public bool KeepsSlope => false;

    public float Value(float z) => 1 / (1 + XMath.Exp(-z));

    public float Slope(float from) => from * (1 - from);
}

/// <summary>The sine of z. Devices' own sines are good near 0 alone, to some 5e-7.</summary>
internal readonly struct DeviceSine : IDeviceActivation
{
    public bool KeepsSlope => true;

    public float Value(float z) => XMath.Sin(Reduce(z));

    public float Slope(float from) => XMath.Cos(Reduce(from));

    // Within +-pi: less whole turns, of 2 pi in two parts, the first of so few bits that its multiples are exact.
    private static float Reduce(float z)
    {
        float turns = XMath.Floor((z * 0.15915494f) + 0.5f);
        return z - (turns * 6.28125f) - (turns * 0.0019353072f);
    }
}

/// <summary>Its argument itself.</summary>
internal readonly struct DeviceIdentity : IDeviceActivation
{
    public bool KeepsSlope => false;

    public float Value(float z) => z;

    public float Slope(float from) => 1;
}
