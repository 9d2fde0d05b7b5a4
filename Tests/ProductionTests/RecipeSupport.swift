// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Testing

@testable import Production

/// A recipe without mistakes, to put mistakes into.
let minimalRecipe = "seed: 7\nevents: 10\nprocesses: [ttH, tt]\n"

func decodeRecipe(_ text: String, _ overrides: [String] = []) throws -> Recipe {
    try RecipeLoader().decode(text: text, file: "test.yaml", overrides: overrides.map { try Override($0) })
}

/// `line code key` of every mistake in a recipe.
func mistakes(inRecipe text: String, _ overrides: [String] = []) -> [String] {
    do {
        _ = try decodeRecipe(text, overrides)
        return []
    } catch let error as Diagnostics {
        return error.all.map { "\($0.line ?? 0) \($0.code) \($0.key ?? "-")" }
    } catch {
        return ["\(error)"]
    }
}

/// The plan of a recipe, with small texts in place of geometry and cards.
func makePlan(_ text: String, _ overrides: [String] = [], tables: [Plan.Table] = []) throws -> Plan {
    let recipe = try decodeRecipe(text, overrides)
    var files: [Plan.InputFile] = []
    if case .file(let source) = recipe.source {
        files = source.files.map { Plan.InputFile(name: $0, byteCount: 1, sha256: "00") }
    }
    let inputs = PlanInputs(
        recipeText: text, geometry: .init(file: "teaching", text: "name: teaching\n"),
        cards: [Plan.Text(name: "card.yaml", text: "a: 1")],
        files: files)
    return try Plan.make(recipe: recipe, inputs: inputs, tables: tables)
}

/// Recipes that between them have every kind of value.
let recipesOfEveryKind = [
    minimalRecipe,
    """
    seed: 0xFFFFFFFFFFFFFFFF
    events: 3
    first_event: 5
    name: gun-1
    description: "quotes \\" and \\\\ and é\\nline"
    authors: [A. B., 'C "D"']
    gun:
      species: [mu-, 211, gamma]
      charge: both
      particles: 3
      energy_GeV: {distribution: normal, mean: 5, sigma: 0.1}
      eta: 0.3
      phi: {distribution: uniform, min: 0, max: 1}
      vertex: {position_mm: [1, 2, 3], sigma_t_ns: 0.5}
      label: 3
    """,
    "seed: 1\nevents: 1\ngun: {species: pi+, vertex: beam_spot, pT_GeV: 3}\ncollisions: {pile_up: 3}\n",
    "seed: 1\nsource: {file: [a.csv, b.csv], charged_as: mu+, label: 2}\nkeep: {max_abs_eta: 3}\n",
    """
    seed: 3
    events: 40e3
    processes:
      - {process: ttH, higgs_decay: bb, fraction: 0.3, label: 4, name: signal}
      - {process: tt, fraction: 0.1, label: 1}
    collisions: {sqrt_s_TeV: 13, pile_up: {mean: 200, max_abs_eta: 4}, beam_spot: {sigma_mm: [0.01, 0.01, 53]}}
    select: {min_jets: 4, masses: [{of: jet-pair, min_GeV: 60, max_GeV: 100}, {of: all, need: none}]}
    simulation: {scattering: false, min_pT_GeV: 0.15}
    output: {compression: deflate}
    splits: {train: 1}
    """,
]
