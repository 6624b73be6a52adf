# Makes activation-pytorch.json, cases like those of training-pytorch.json with other hidden functions than tanh: float64, full batch, mean binary
# cross-entropy. python3 activation-pytorch.py > activation-pytorch.json
import json
import torch

torch.set_default_dtype(torch.float64)
STEPS = 20
FUNCTIONS = {
    "ReLU": torch.nn.functional.relu, "GELU": torch.nn.functional.gelu, "Sigmoid": torch.sigmoid, "Sine": torch.sin,
    "Identity": lambda z: z}


def case(activation, combination, width, hidden, optimizer, decay, seed):
    torch.manual_seed(seed)
    n, d = 7, 2
    eta_enc, eta_dec = (0.3, 0.1) if optimizer == "GradientDescent" else (0.01, 0.003)
    inputs = 2 * d if combination == "Concatenation" else d
    embeddings = torch.nn.Parameter(torch.randn(n, d))
    sizes = [inputs] + [width] * hidden + [1]
    layers = [torch.nn.Linear(i, o) for i, o in zip(sizes, sizes[1:])]
    with torch.no_grad():
        for layer in layers:  # wide enough that the functions differ from their slope at 0
            layer.weight.mul_(2)
    pairs = [(i, j) for i in range(n) for j in range(n)]
    train = sorted(pairs[k] for k in torch.randperm(n * n)[:37].tolist())
    target = torch.tensor([float((i - j) % 3 == 0) for i, j in train])

    def logits(which):
        left, right = embeddings[[i for i, _ in which]], embeddings[[j for _, j in which]]
        x = (torch.cat([left, right], 1) if combination == "Concatenation"
             else left - right if combination == "Difference" else (left - right) ** 2)
        for layer in layers[:-1]:
            x = FUNCTIONS[activation](layer(x))
        return layers[-1](x)[:, 0]

    def parameters(gradient=False):
        take = (lambda p: p.grad.tolist()) if gradient else (lambda p: p.tolist())
        return {"embeddings": take(embeddings), "weights": [take(l.weight) for l in layers],
                "biases": [take(l.bias) for l in layers]}

    decoder = [p for l in layers for p in l.parameters()]
    kind = {"AdamW": torch.optim.AdamW, "Adam": torch.optim.Adam, "GradientDescent": torch.optim.SGD}[optimizer]
    optim = kind([{"params": [embeddings], "lr": eta_enc, "weight_decay": 0}, {"params": decoder, "lr": eta_dec, "weight_decay": decay}], lr=eta_dec)
    result = {
        "relation": "Modulo3", "activation": activation, "count": n, "combination": combination, "decoderWidth": width, "embeddingDimension": d,
        "hiddenLayerCount": hidden, "optimizer": optimizer, "decoderWeightDecay": decay, "encoderLearningRate": eta_enc,
        "decoderLearningRate": eta_dec, "trainPairs": train, "initial": parameters(), "lossBeforeStep": []}
    for step in range(STEPS + 1):
        optim.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits(train), target)
        loss.backward()
        result["lossBeforeStep"].append(loss.item())
        if step == 0:
            result["gradientAtStep0"] = parameters(gradient=True)
        if step < STEPS:
            optim.step()
    result["final"] = parameters()
    result["finalLogitsRowMajor"] = logits(pairs).tolist()
    return result


print(json.dumps({"steps": STEPS, "cases": [
    case("ReLU", "Concatenation", 6, 2, "AdamW", 0.1, 1),
    case("GELU", "Concatenation", 6, 2, "Adam", 0, 2),
    case("Sigmoid", "Difference", 5, 3, "AdamW", 0, 3),
    case("Sine", "Concatenation", 6, 2, "GradientDescent", 0.1, 4),
    case("Sine", "SquaredDifference", 5, 1, "AdamW", 0, 5),
    case("Identity", "Concatenation", 4, 2, "AdamW", 0, 6),
    case("GELU", "Difference", 7, 4, "GradientDescent", 0, 7)]}))
