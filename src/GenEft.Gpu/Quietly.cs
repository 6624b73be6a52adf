using ILGPU.Runtime;

namespace GenEft.Gpu;

/// <summary>Disposal of what belongs to a device that may be dead: ILGPU throws the device's failure once more for each piece,
/// and what comes after it must be let go all the same.</summary>
internal static class Quietly
{
    public static void Dispose(IDisposable? piece) => Do(() => piece?.Dispose());

    public static void Do(Action action)
    {
        try
        {
            action();
        }
        catch (AcceleratorException)
        {
            // It has been reported already.
        }
    }
}
