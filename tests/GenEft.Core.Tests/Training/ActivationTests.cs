using GenEft.Training;
using GenEft.Training.Simd;

namespace GenEft.Tests;

public sealed class ActivationTests
{
    // As SimdGelu documents it; the others are closer.
    private const double VectorError = 1e-6;

    public static TheoryData<string, Activation> VectorFunctions
    {
        get
        {
            TheoryData<string, Activation> data = [];
            foreach (string name in TrainerFactory.Supported)
            {
                foreach (Activation activation in Enum.GetValues<Activation>().Where(a => a != Activation.Tanh))
                {
                    data.Add(name, activation);
                }
            }

            return data;
        }
    }

    public static TheoryData<Activation> Smooth => [.. Enum.GetValues<Activation>().Where(a => a != Activation.ReLU)];

    /// <summary>Published values: Phi(1) = 0.841344746068543, Phi(2) = 0.977249868051821, and elementary functions.</summary>
    [Theory]
    [InlineData(Activation.Tanh, 0.5, 0.46211715726000975)]
    [InlineData(Activation.ReLU, 1.25, 1.25)]
    [InlineData(Activation.ReLU, -1.25, 0)]
    [InlineData(Activation.GELU, 1, 0.841344746068543)]
    [InlineData(Activation.GELU, -1, -0.158655253931457)]
    [InlineData(Activation.GELU, 2, 1.954499736103642)]
    [InlineData(Activation.Sigmoid, 0, 0.5)]
    [InlineData(Activation.Sigmoid, 2, 0.8807970779778823)]
    [InlineData(Activation.Sine, Math.PI / 6, 0.5)]
    [InlineData(Activation.Identity, -3.5, -3.5)]
    public void Values_are_as_defined(Activation activation, double z, double expected) =>
        Close.To(expected, ActivationFunction.At(activation, z).Value, 1e-14);

    /// <summary>Central differences: h^2/6 of the third derivative, at most 2, and rounding of 1e-16/h.</summary>
    [Theory]
    [MemberData(nameof(Smooth))]
    public void Slopes_are_the_values_derivative(Activation activation)
    {
        const double H = 1e-5;
        for (double z = -9; z < 9; z += 0.0371)
        {
            double difference = (ActivationFunction.At(activation, z + H).Value - ActivationFunction.At(activation, z - H).Value) / (2 * H);
            Close.To(difference, ActivationFunction.At(activation, z).Slope, absolute: 2e-10, what: $"slope at {z}");
        }
    }

    [Fact]
    public void ReLUs_slope_is_0_up_to_0_and_1_above()
    {
        Assert.Equal(0, ActivationFunction.At(Activation.ReLU, -1e-300).Slope);
        Assert.Equal(0, ActivationFunction.At(Activation.ReLU, 0).Slope);
        Assert.Equal(1, ActivationFunction.At(Activation.ReLU, 1e-300).Slope);
    }

    /// <summary>Relative to 1 and to the value: sine's argument is reduced in float, so its error grows with the rounding of z.</summary>
    [Theory]
    [MemberData(nameof(VectorFunctions))]
    public void Vector_forms_have_the_references_values_and_slopes(string name, Activation activation)
    {
        for (double x = 1e-12; x < 60; x *= 1 + (1.0 / 256))
        {
            foreach (float z in new[] { (float)x, -(float)x })
            {
                (double value, double slope) = ActivationFunction.At(activation, z);
                Close.To(value, Value(name, activation, z), absolute: VectorError * Math.Max(1, Math.Abs(value)), what: $"value at {z}");
                Close.To(slope, Slope(name, activation, z), absolute: VectorError, what: $"slope at {z}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(VectorFunctions))]
    public void What_is_no_number_stays_so(string name, Activation activation) =>
        Assert.True(float.IsNaN(Value(name, activation, float.NaN)));

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Infinity_ends_where_the_functions_do(string name)
    {
        Assert.Equal(0, Value(name, Activation.ReLU, float.NegativeInfinity));
        Assert.Equal(float.PositiveInfinity, Value(name, Activation.ReLU, float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, Value(name, Activation.GELU, float.PositiveInfinity));
        Assert.Equal(0, Value(name, Activation.GELU, float.NegativeInfinity), 1e-30);
        Assert.Equal(0, Value(name, Activation.GELU, -1e36f), 1e-30);
        Assert.Equal(1e36f, Value(name, Activation.GELU, 1e36f));
        Assert.Equal(1, Value(name, Activation.Sigmoid, float.PositiveInfinity));
        Assert.Equal(0, Value(name, Activation.Sigmoid, float.NegativeInfinity), 1e-30);
    }

    private static float Value(string name, Activation activation, float z) => VectorFunction.Evaluate(name, z, new At(activation, false));

    private static float Slope(string name, Activation activation, float z) => VectorFunction.Evaluate(name, z, new At(activation, true));

    private readonly struct At(Activation activation, bool isSlope) : VectorFunction.IFunction
    {
        public V Evaluate<TSimd, V>(V x)
            where TSimd : struct, ISimd<V>
            where V : struct
        {
            V value = activation switch
            {
                Activation.ReLU => SimdRelu.At<TSimd, V>(x, out V slope) is var h && isSlope ? slope : h,
                Activation.GELU => SimdGelu.At<TSimd, V>(x, out V slope) is var h && isSlope ? slope : h,
                Activation.Sigmoid => SimdSigmoid.At<TSimd, V>(x, out V slope) is var h && isSlope ? slope : h,
                Activation.Sine => SimdSine.At<TSimd, V>(x, out V slope) is var h && isSlope ? slope : h,
                Activation.Identity => SimdIdentity.At<TSimd, V>(x, out V slope) is var h && isSlope ? slope : h,
                _ => throw new ArgumentOutOfRangeException(nameof(x), activation, message: null),
            };
            return value;
        }
    }
}
