# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits the embedded parton densities to a table of x f(x, Q) and prints the card Generators/parton-densities.yaml.

    fit_densities.py TABLE.json > Generators/parton-densities.yaml
    fit_densities.py TABLE.json --grid DIRECTORY      also writes the evolved densities as an LHAPDF grid
    fit_densities.py TABLE.json --covariance FILE     also writes parameters, covariance and errors of the first fit

Two steps. Densities at Q0 = sqrt(2) GeV of 8 parameters per flavour are evolved at leading order and fitted to the whole
table, which starts at 50 GeV: so the set has a meaning down to Q0. A closed form is then fitted to the evolved densities:
    x f = h(s) exp(sum over k, m of c[k][m] B_k(x) s^m),  s = ln(ln(Q/L) / ln(Q0/L)),  L = 0.2 GeV,
with B = 1, l, l^2, l^3, l^4 (l = ln x), ln(1-x), sqrt(x), x, x^2, x^3 and h = 1, or s less its value at the mass of a
heavy quark (variables as in Glueck, Reya, Vogt, Z. Phys. C 53 (1992) 127). Errors are against the table and, below its
lowest Q, against the evolution.

The table has no errors: the fit gives every value 1 % (3.3 % above x = 0.4), and the covariance of its parameters,
(J^T J)^-1, is scaled with the mean squared residual (`error_of_a_value` in FILE). It tells how well the table fixes the
parameters, those at a bound (`at_bound`) taken as free; the errors of NNPDF2.3 themselves are not in it. Coefficients
of the card change in the fifth digit, in the worst case by 2 %, with the library of linear algebra; their errors do not.
"""
import argparse
import json
import pathlib
import sys

import numpy as np
from scipy.optimize import least_squares

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common  # noqa: E402
import lo_evolution
from lo_evolution import BOTTOM, CHARM, FLAVOURS

LAMBDA, DEGREE, PARAMETERS = 0.2, 4, 8
FITTED = FLAVOURS[:8]
INPUTS = {"g": 0.5, "uv": 1, "dv": 0.5, "ubar": -1, "dbar": -1, "s": -1.5}
BASIS = ["one", "l", "l2", "l3", "l4", "log_1mx", "sqrt_x", "x", "x2", "x3"]


def read_table(path):
    table = json.loads(pathlib.Path(path).read_text())
    values = {name: np.array(rows) for name, rows in table["xf"].items()}
    values["s"] = 0.5 * (values["s"] + values["sbar"])
    return np.array(table["Q"], float), np.array(table["x"]), values


def input_densities(parameters, x):
    """x f at Q0: exp(polynomial of sqrt x) x^a (1-x)^b exp(e ln^2 x)."""
    log_x, rest, root = np.log(x), np.log(np.maximum(1 - x, 1e-12)), np.sqrt(x)
    values = {}
    for (name, p) in zip(INPUTS, parameters.reshape(-1, PARAMETERS)):
        power = p[0] + p[1] * log_x + p[2] * rest + p[3] * root + p[4] * x + p[5] * x * root + p[6] * x * x
        values[name] = np.where(x < 1, np.exp(np.clip(power + p[7] * log_x**2, -300, 300)), 0)
    u, d = values.pop("uv") + values["ubar"], values.pop("dv") + values["dbar"]
    return dict(values, u=u, d=d)


def fit_input(grid, scales, x, table):
    """The fit of the parameters, and their covariance."""
    evolution, weights = lo_evolution.Evolution(grid, scales), grid.weights(x)
    trust = {}
    for name in FITTED:
        upper = {"g": 0.7, "u": 0.9, "d": 0.85}.get(name, 0.6)
        trust[name] = np.where(x > upper, 0, np.where(x < 0.4, 1, 0.3))
    start, low, high = [], [], []
    for name, normalisation in INPUTS.items():
        valence = name.endswith("v")
        start.append([normalisation, 0.7 if valence else -0.1, 3.5 if valence else 7, 0, 0, 0, 0, 0])
        bend = 0.03 if name == "g" else 0.01
        power = (0.3, 1.2) if valence else (-0.6, 0.2)
        low.append([-np.inf, power[0], 2, *[-np.inf] * 4, -bend])
        high.append([np.inf, power[1], 15, *[np.inf] * 4, bend])
    start = np.array(start).ravel()

    def residuals(parameters):
        evolved, result = evolution.run(input_densities(parameters, grid.x)), []
        for row, scale in enumerate(scales):
            for name in FITTED:
                model = np.maximum(weights @ evolved[scale][FLAVOURS.index(name)], 1e-30)
                result.append(np.log(model / table[name][row]) * trust[name] / 0.01)
        return np.concatenate([np.clip(np.concatenate(result), -300, 300), 0.02 * (parameters - start)])

    bounds = (np.ravel(low), np.ravel(high))
    fit = least_squares(residuals, start, bounds=bounds, x_scale="jac", max_nfev=200, loss="soft_l1", f_scale=2.0)
    points = len(scales) * sum(np.count_nonzero(trust[name]) for name in FITTED)
    freedom = int(points) - len(fit.x)
    return fit, np.linalg.inv(fit.jac.T @ fit.jac) * 2 * fit.cost / freedom, freedom


def covariance_report(grid, fit, covariance, freedom, scale=100.0):
    """Parameters with errors and correlations, and what they mean for the densities at one scale."""
    names = [f"{flavour}.{key}" for flavour in INPUTS
             for key in ("one", "log_x", "log_1mx", "sqrt_x", "x", "x_sqrt_x", "x2", "log_x_squared")]
    errors = np.sqrt(np.diag(covariance))
    evolution, places = lo_evolution.Evolution(grid, [scale]), np.array([1e-4, 1e-3, 1e-2, 0.1, 0.3, 0.5])
    weights = grid.weights(places)

    def logarithms(parameters):
        evolved = evolution.run(input_densities(parameters, grid.x))[scale]
        return np.array([np.log(np.maximum(weights @ evolved[FLAVOURS.index(name)], 1e-30)) for name in FITTED])

    slopes = []
    for position, error in enumerate(errors):
        step = np.zeros(len(errors))
        step[position] = 1e-3 * error
        slopes.append((logarithms(fit.x + step) - logarithms(fit.x - step)) / (2e-3 * error))
    slopes = np.array(slopes)
    relative = np.sqrt(np.einsum("ifx,ij,jfx->fx", slopes, covariance, slopes))
    report = common.header("Fit of the parton densities at sqrt(2) GeV", "fit_densities.py TABLE --covariance FILE")
    return report | {
        "degrees_of_freedom": freedom, "error_of_a_value": 0.01 * float(np.sqrt(2 * fit.cost / freedom)),
        "parameters": {name: rounded([value, error]) for name, value, error in zip(names, fit.x, errors)},
        "at_bound": [name for name, active in zip(names, fit.active_mask) if active],
        "covariance": [[float(f"{value:.6g}") for value in row] for row in covariance],
        "relative_errors": {"Q_GeV": scale, "x": places.tolist(),
                            **{name: [float(f"{v:.3g}") for v in row] for name, row in zip(FITTED, relative)}},
    }


def basis(x):
    l = np.log(x)
    return np.stack([np.ones_like(x), l, l**2, l**3, l**4, np.log(1 - x), np.sqrt(x), x, x**2, x**3], 1)


def evolution_variable(scale):
    return np.log(np.log(scale / LAMBDA) / np.log(CHARM / LAMBDA))


def onset(name):
    """Value of s where a flavour begins; None for one that is always there."""
    return {"c": evolution_variable(CHARM), "b": evolution_variable(BOTTOM)}.get(name)


def evaluate(name, coefficients, rows, scale):
    s = evolution_variable(scale)
    start = onset(name)
    return (1 if start is None else max(s - start, 0)) * np.exp(rows @ (coefficients @ s ** np.arange(DEGREE + 1)))


def fit_closed_form(name, x, evolved, weights):
    start, rows, values = onset(name), [], []
    for scale in sorted(evolved):
        s = evolution_variable(scale)
        factor = 1 if start is None else s - start
        f = weights @ evolved[scale][FLAVOURS.index(name)]
        good = f > 1e-9
        if factor < 0.004 or not good.any():
            continue
        products = basis(x[good])[:, :, None] * s ** np.arange(DEGREE + 1)
        weight = np.select([x[good] < 1e-5, x[good] < 0.4, x[good] < 0.7], [0.3, 1, 0.3], 0.1)
        weight = weight * (1 if start is None else min(1, 10 * factor))
        rows.append(products.reshape(good.sum(), -1) * weight[:, None])
        values.append(np.log(f[good] / factor) * weight)
    solution = np.linalg.lstsq(np.concatenate(rows), np.concatenate(values), rcond=1e-13)[0]
    return solution.reshape(-1, DEGREE + 1)


def rounded(values):
    return [float(f"{value:.9g}") for value in values]


def write_grid(directory, grid, evolution_input):
    """The evolved densities as an LHAPDF6 set with subgrids at the thresholds; heavy flavours start at zero."""
    name = "eidolon-lo"
    folder = pathlib.Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    x = np.concatenate([np.geomspace(1e-6, 0.05, 25), np.linspace(0.08, 1, 24)])
    x[-1] = 1
    # Equal steps of the evolution variable.
    spans = [
        LAMBDA * np.exp(np.geomspace(np.log(a / LAMBDA), np.log(b / LAMBDA), n))
        for a, b, n in ((CHARM, BOTTOM, 7), (BOTTOM, 10000, 13))
    ]
    spans[0][[0, -1]], spans[1][0] = (CHARM, BOTTOM), BOTTOM
    evolved = lo_evolution.Evolution(grid, np.concatenate(spans)).run(evolution_input)
    weights = grid.weights(x)
    order = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 21]
    place = {21: 0, 1: 1, 2: 2, -1: 6, -2: 7}
    lines = ["PdfType: central", "Format: lhagrid1", "---"]
    for span in spans:
        keys = [min(evolved, key=lambda q: abs(q - scale)) for scale in span]
        lines += [" ".join(f"{v:.7e}" for v in row) for row in (x, span)] + [" ".join(map(str, order))]
        columns = [[weights @ evolved[key][place.get(i, abs(i))] for i in order] for key in keys]
        for row in range(len(x)):
            for column in columns:
                lines.append(" ".join(f"{max(f[row], 0):.6e}" for f in column))
        lines.append("---")
    (folder / f"{name}_0000.dat").write_text("\n".join(lines) + "\n")
    knots = np.concatenate(spans)
    info = {
        "SetDesc": '"Leading-order evolution behind the embedded set, for tests"', "Format": "lhagrid1", "NumMembers": 1,
        "Particle": 2212, "OrderQCD": 0, "NumFlavors": 5, "Flavors": order, "XMin": 1e-6, "XMax": 1, "QMin": CHARM,
        "QMax": 10000, "MZ": lo_evolution.Z_MASS, "MCharm": CHARM, "MBottom": BOTTOM, "MTop": lo_evolution.TOP,
        "AlphaS_MZ": lo_evolution.COUPLING_AT_Z, "AlphaS_OrderQCD": 0, "AlphaS_Type": "ipol",
        "AlphaS_Qs": rounded(knots), "AlphaS_Vals": rounded(lo_evolution.alpha_s(q) for q in knots),
    }
    (folder / f"{name}.info").write_text("".join(f"{key}: {value}\n" for key, value in info.items()))


HEADER = """\
# SPDX-License-Identifier: GPL-3.0-or-later
# Parton densities of the proton, running of the strong coupling, and scales of hard processes.
#
# x f(x, Q) = h(s) exp(sum over k, m of c[k][m] B_k(x) s^m), s = ln(ln(Q/L) / ln(Q0/L)), L = 0.2 GeV, Q0 = 2^(1/2) GeV;
# rows are the functions B_k = 1, l, l^2, l^3, l^4 (l = ln x), ln(1-x), sqrt(x), x, x^2, x^3, columns the powers of s;
# h = 1, and for c and b s less its value at their masses. Made by Benchmarks/Physics/fit_densities.py: leading-order
# evolution from Q0 fitted to NNPDF2.3 QCD+QED LO, alpha_s(M_Z) = 0.130 (Nucl. Phys. B 877 (2013) 290), at ten Q from 50
# to 1700 GeV and 3e-5 < x < 0.9. Relative errors: `table` against that table (rms and largest, x < 0.4), `evolution`
# against the evolution for Q0 < Q < 50 GeV and 1e-5 < x < 0.4. s is the mean of s and sbar. Valid for 1e-6 < x < 0.95
# and Q0 < Q < 14 TeV; beyond, x and Q stay at the bound, and above x = 0.95 densities fall as (1-x)^5.
# The coupling runs with one loop (as in the fit) or two. Factors multiply the scales that processes.yaml chooses.
name: nnpdf23lo-evolved
strong_coupling: {value: 0.130, loops: 1, charm_mass: 1.5, bottom_mass: 4.8, top_mass: 171}
scale: {factorisation_factor: 1, renormalisation_factor: 1}
flavours:"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("table")
    parser.add_argument("--grid")
    parser.add_argument("--covariance")
    options = parser.parse_args()
    scales, table_x, table = read_table(options.table)
    grid = lo_evolution.Grid()
    fit, covariance, freedom = fit_input(grid, scales, table_x, table)
    densities = input_densities(fit.x, grid.x)
    if options.covariance:
        common.write(options.covariance, covariance_report(grid, fit, covariance, freedom))
    if options.grid:
        write_grid(options.grid, grid, densities)
    low = [CHARM, *np.geomspace(1.5, 4.7, 12), 4.76, 4.85, 5, 5.3, 5.8]
    evolved = lo_evolution.Evolution(grid, sorted({*low, *np.geomspace(6.5, 14000, 40), *scales})).run(densities)
    evolved = {q: values for q, values in evolved.items() if q not in (BOTTOM, lo_evolution.TOP)}
    x = np.concatenate([np.geomspace(1e-6, 0.05, 60), np.linspace(0.055, 0.95, 60)])
    weights, inside = grid.weights(x), (x > 1e-5) & (x < 0.4)
    print(HEADER)
    for name in FITTED:
        coefficients = np.array([rounded(row) for row in fit_closed_form(name, x, evolved, weights)])
        rows, good = basis(table_x), table_x < 0.4
        error = [evaluate(name, coefficients, rows, q) / table[name][i] - 1 for i, q in enumerate(scales)]
        error = np.array(error)[:, good]
        below = [
            (evaluate(name, coefficients, basis(x), q) / (weights @ evolved[q][FLAVOURS.index(name)]) - 1)[inside]
            for q in sorted(evolved) if q < 50 and (onset(name) is None or evolution_variable(q) > onset(name) + 0.004)
        ]
        print(f"  - name: \"{name}\"")
        for label, values in (("table", error), ("evolution", np.array(below))):
            rms, largest = np.sqrt(np.mean(np.square(values))), np.abs(values).max()
            print(f"    {label}_error: {{rms: {rms:.4f}, largest: {largest:.4f}}}")
        for label, row in zip(BASIS, coefficients):
            print(f"    {label}: [{', '.join(f'{value:.9g}' for value in row)}]")


if __name__ == "__main__":
    main()
