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

    /// <summary>Whether the driver knows graphs as they are made here: since CUDA 11.4.</summary>
    public static bool IsSupported => CudaDriver.HasExport(InstantiateCall);

    /// <summary>Records what would be launched on a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="launches">Launches kernels on it, and nothing else.</param>
    /// <exception cref="InvalidOperationException">The driver refuses.</exception>
    public static CudaGraph Record(CudaStream stream, Action launches)
    {
        stream.Accelerator.Bind();   // the driver's calls mean the thread's own context
        const string Begin = "cuStreamBeginCapture_v2";
        CudaDriver.Check(Begin, ((delegate* unmanaged<IntPtr, int, int>)CudaDriver.Export(Begin))(stream.StreamPtr, ThreadLocalCapture));
        IntPtr recorded = IntPtr.Zero;
        try
        {
            launches();
        }
        finally
        {
            // The stream is of use again only then.
            recorded = End(stream);
        }

        IntPtr graph;
        int error = ((delegate* unmanaged<IntPtr*, IntPtr, ulong, int>)CudaDriver.Export(InstantiateCall))(&graph, recorded, 0);
        _ = ((delegate* unmanaged<IntPtr, int>)CudaDriver.Export("cuGraphDestroy"))(recorded);
        CudaDriver.Check(InstantiateCall, error);
        return new CudaGraph(stream, graph);
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

    private static IntPtr End(CudaStream stream)
    {
        const string Call = "cuStreamEndCapture";
        IntPtr recorded;
        CudaDriver.Check(Call, ((delegate* unmanaged<IntPtr, IntPtr*, int>)CudaDriver.Export(Call))(stream.StreamPtr, &recorded));
        return recorded;
    }
}
