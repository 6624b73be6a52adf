using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GenEft.Gpu;

/// <summary>Launches recorded once that the driver repeats: the host says so in some microseconds, where each launch of its own takes as many.</summary>
internal sealed unsafe class CudaGraph : IDisposable
{
    private const int ThreadLocalCapture = 1;   // other threads may go on as they like
    private const string InstantiateCall = "cuGraphInstantiateWithFlags";

    private readonly CudaStream _stream;
    private IntPtr _graph;   // made for launching

    private CudaGraph(CudaStream stream, IntPtr graph)
    {
        _stream = stream;
        _graph = graph;
    }

    /// <summary>Records what would be launched on a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="launches">Launches kernels on it, and nothing else.</param>
    /// <returns>Null where the driver makes no graph of it: before CUDA 11.4, and under some tools.</returns>
    public static CudaGraph? TryRecord(CudaStream stream, Action launches)
    {
        if (!CudaDriver.HasExport(InstantiateCall))
        {
            return null;
        }

        stream.Accelerator.Bind();   // the driver's calls mean the thread's own context
        if (((delegate* unmanaged<IntPtr, int, int>)CudaDriver.Export("cuStreamBeginCapture_v2"))(stream.StreamPtr, ThreadLocalCapture) != 0)
        {
            return null;
        }

        IntPtr recorded = IntPtr.Zero;
        try
        {
            int error;
            bool isWhole = false;
            try
            {
                launches();
                isWhole = true;
            }
            catch (AcceleratorException)
            {
                // What is wrong with the device itself, the launches tell when they are made.
            }
            finally
            {
                // The stream is of use again only then.
                error = ((delegate* unmanaged<IntPtr, IntPtr*, int>)CudaDriver.Export("cuStreamEndCapture"))(stream.StreamPtr, &recorded);
            }

            IntPtr graph;
            return isWhole && error == 0
                && ((delegate* unmanaged<IntPtr*, IntPtr, ulong, int>)CudaDriver.Export(InstantiateCall))(&graph, recorded, 0) == 0
                ? new CudaGraph(stream, graph) : null;
        }
        finally
        {
            if (recorded != IntPtr.Zero)
            {
                _ = ((delegate* unmanaged<IntPtr, int>)CudaDriver.Export("cuGraphDestroy"))(recorded);
            }
        }
    }

    /// <summary>Launches it all on its stream.</summary>
    public void Launch()
    {
        const string Call = "cuGraphLaunch";
        CudaDriver.Check(Call, ((delegate* unmanaged<IntPtr, IntPtr, int>)CudaDriver.Export(Call))(_graph, _stream.StreamPtr));
    }

    /// <summary>Lets go of it; a device that failed has let go of all.</summary>
    public void Dispose()
    {
        if (_graph != IntPtr.Zero)
        {
            _ = ((delegate* unmanaged<IntPtr, int>)CudaDriver.Export("cuGraphExecDestroy"))(_graph);
            _graph = IntPtr.Zero;
        }
    }
}
