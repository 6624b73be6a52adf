"""PyTorch on the same GPU: B models at once through batched products, a whole step (forward, backward, AdamW) in one CUDA graph.

Two ways: autograd as a user would write it, and the backward pass by hand. Single precision without TF32, as GenEft computes; test pairs are
not evaluated. (Autograd through torch.compile was tried on an H200: within 5 % of these.)

    python3 torch_rival.py [SECONDS]        torch's version, then a line a figure: way, hidden layers, models, model-steps/s
"""
import sys
import time

import torch

ELEMENTS, DIMENSION, WIDTH, FRACTION = 30, 2, 50, 0.75
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def pairs():
    """Training pairs of modulo 3: as many, and as many related, as GenEft draws on average."""
    generator = torch.Generator().manual_seed(0)
    first, second = torch.meshgrid(torch.arange(ELEMENTS), torch.arange(ELEMENTS), indexing="ij")
    chosen = torch.randperm(ELEMENTS**2, generator=generator)[: int(FRACTION * ELEMENTS**2)]
    first, second = first.flatten()[chosen].to(DEVICE), second.flatten()[chosen].to(DEVICE)
    return first, second, ((first - second) % 3 == 0).float().view(1, -1, 1)


class Batched:
    """B models; one parameter tensor [B, P], of which every layer is a view."""

    def __init__(self, models, hidden):
        self.first, self.second, self.target = pairs()
        self.widths = [2 * DIMENSION] + [WIDTH] * hidden + [1]
        shapes = [(ELEMENTS, DIMENSION)]
        for i, o in zip(self.widths, self.widths[1:]):
            shapes += [(i, o), (1, o)]
        self.shapes = shapes
        size = sum(a * b for a, b in shapes)
        self.theta = (0.2 * torch.randn(models, size, device=DEVICE)).requires_grad_(True)
        self.theta.grad = torch.zeros_like(self.theta)
        self.parts = self.views(self.theta.detach())
        self.gradients = self.views(self.theta.grad)
        fused = {"fused": True, "capturable": True} if DEVICE == "cuda" else {}
        self.optimizer = torch.optim.AdamW([self.theta], lr=1e-3, weight_decay=0, **fused)

    def views(self, tensor):
        out, offset = [], 0
        for a, b in self.shapes:
            out.append(tensor[:, offset : offset + a * b].view(-1, a, b))
            offset += a * b
        return out

    def loss(self, theta):
        parts = self.views(theta)
        x = torch.cat([parts[0].index_select(1, self.first), parts[0].index_select(1, self.second)], 2)
        for l in range(1, len(parts), 2):
            x = torch.baddbmm(parts[l + 1], x, parts[l])
            x = x.tanh() if l + 2 < len(parts) else x
        target = self.target.expand_as(x)
        return torch.nn.functional.binary_cross_entropy_with_logits(x, target, reduction="sum") / self.target.shape[1]

    def autograd(self):
        self.theta.grad.zero_()
        self.loss(self.theta).backward()

    @torch.no_grad()
    def by_hand(self):
        layers = len(self.widths) - 1
        weights, biases = self.parts[1::2], self.parts[2::2]
        xs = [torch.cat([self.parts[0].index_select(1, self.first), self.parts[0].index_select(1, self.second)], 2)]
        for l in range(layers):
            z = torch.baddbmm(biases[l], xs[l], weights[l])
            if l + 1 < layers:
                xs.append(z.tanh_())
        delta = z.sigmoid_().sub_(self.target).div_(self.target.shape[1])
        for l in reversed(range(layers)):
            self.gradients[2 * l + 1].copy_(torch.bmm(xs[l].transpose(1, 2), delta))
            self.gradients[2 * l + 2].copy_(delta.sum(1, keepdim=True))
            delta = torch.bmm(delta, weights[l].transpose(1, 2))
            if l > 0:
                delta = torch.ops.aten.tanh_backward(delta, xs[l])
        self.gradients[0].zero_()
        self.gradients[0].index_add_(1, self.first, delta[:, :, :DIMENSION].contiguous())
        self.gradients[0].index_add_(1, self.second, delta[:, :, DIMENSION:].contiguous())


def rate(model, models, gradient, seconds):
    """Model-steps a second by replays of the captured step."""
    def step():
        gradient()
        model.optimizer.step()

    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    graph.replay()
    torch.cuda.synchronize()
    rates = []
    for _ in range(3):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds / 3:
            for _ in range(5):
                graph.replay()
            torch.cuda.synchronize()
            count += 5
        rates.append(models * count / (time.perf_counter() - start))
    return sorted(rates)[1]


def check():
    """The backward pass by hand is autograd's."""
    model = Batched(3, 2)
    model.autograd()
    expected = model.theta.grad.clone()
    model.theta.grad.zero_()
    model.by_hand()
    error = (model.theta.grad - expected).abs().max().item() / expected.abs().max().item()
    assert error < 1e-5, error


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.4
    check()
    if DEVICE == "cpu":
        sys.exit("torch sees no CUDA device")
    print(torch.__version__, flush=True)
    torch.backends.cuda.matmul.allow_tf32 = False
    for hidden in (2, 3):
        for models in (1, 10, 100, 1000, 10000):
            for way in ("autograd", "by_hand"):
                model = Batched(models, hidden)
                print(f"{way}\t{hidden}\t{models}\t{rate(model, models, getattr(model, way), seconds):.0f}", flush=True)


if __name__ == "__main__":
    main()
