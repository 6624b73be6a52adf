# Makes link-prediction.json: ranks by their definition, with plain loops. python3 link-prediction.py > link-prediction.json
import json
import random

random.seed(11)
cases = []
for n, edges, tests in ((6, 8, 3), (12, 40, 15), (25, 60, 60)):
    scores = [[random.choice((-2, -1, -0.5, 0, 0.25, 1, 3)) for _ in range(n)] for _ in range(n)]  # few values: ties
    pairs = [(i, j) for i in range(n) for j in range(n)]
    known = random.sample(pairs, edges)
    asked = random.sample(known, tests)
    ranks = []
    for head, tail in asked:
        def rank(candidates, own):
            better = sum(1 for c in candidates if c > own)
            same = sum(1 for c in candidates if c == own)
            return 1 + better + same / 2
        own = scores[head][tail]
        ranks.append([
            rank([scores[x][tail] for x in range(n) if x != head], own),
            rank([scores[x][tail] for x in range(n) if x != head and (x, tail) not in known], own),
            rank([scores[head][x] for x in range(n) if x != tail], own),
            rank([scores[head][x] for x in range(n) if x != tail and (head, x) not in known], own)])
    cases.append({"n": n, "scores": scores, "edges": sorted(known), "asked": asked, "ranks": ranks})
print(json.dumps(cases))
