namespace GenEft.Gpu;

/// <summary>The device memory of a cohort. A place holds one model; a slot is the working memory of one that trains.</summary>
internal struct CohortMemory
{
    /// <summary>What each place trains: [place].</summary>
    public ILGPU.ArrayView<ModelPlan> Plans;

    /// <summary>How far each place's model is: [2][place]; where a model has many groups the second half counts after every other step.</summary>
    public ILGPU.ArrayView<ModelState> States;

    /// <summary>[place][3][ParameterCount / 4]: parameters, Adam's m and v.</summary>
    public ILGPU.ArrayView<Float4> Parameters;

    /// <summary>[place][2][PairCount]: first element; twice the second element, plus 1 if related.</summary>
    public ILGPU.ArrayView<int> Pairs;

    /// <summary>[place][ElementCount + 1 + 2 PairCount]: where each element's list ends (a leading 0 first), then the
    /// lists: twice the training pair, plus 1 where the element comes second.</summary>
    public ILGPU.ArrayView<int> Incidence;

    /// <summary>[place][PairCount + 2]: by the number of related training pairs that are right, the fewest unrelated ones that must be right
    /// for what decides the phase to exceed the threshold; behind them likewise of the test pairs. The device compares integers.</summary>
    public ILGPU.ArrayView<int> Goals;

    /// <summary>[place][HistoryCapacity].</summary>
    public ILGPU.ArrayView<DeviceEvaluation> History;

    /// <summary>[place]: places in the order they are to be begun; [QueueLength] is valid.</summary>
    public ILGPU.ArrayView<int> Queue;

    /// <summary>[1]: how many of the queue have been begun.</summary>
    public ILGPU.ArrayView<int> QueueHead;

    /// <summary>[slot]: the place a slot works on; -1 for none.</summary>
    public ILGPU.ArrayView<int> Slots;

    /// <summary>[part][ParameterCount / 4]; zero at first, as what fills up stays. A slot has a part, or a chunk of a slot's pairs has.</summary>
    public ILGPU.ArrayView<Float4> Gradients;

    /// <summary>[slot][InputWidth][PairCount]: dL/d(decoder input).</summary>
    public ILGPU.ArrayView<float> InputDeltas;

    /// <summary>[slot][PairCount]: nats, of the last pairs that were judged.</summary>
    public ILGPU.ArrayView<float> Losses;

    /// <summary>[part]: what a chunk that has a part counts.</summary>
    public ILGPU.ArrayView<Tally> Tallies;

    /// <summary>[2][CorrectionCount]: 1/(1 - beta1^t) and 1/sqrt(1 - beta2^t) for t = 1, 2, ...</summary>
    public ILGPU.ArrayView<float> Corrections;
}
