// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Testing

@testable import Production

@Suite struct RecipeTests {
    @Test func sixLinesAreEnough() throws {
        let recipe = try decodeRecipe("seed: 7\nevents: 100\nprocesses:\n  - ttH\n  - tt\n")
        #expect(recipe.seed == 7 && recipe.events == 100 && recipe.firstEvent == 0)
        #expect(recipe.detector == "trackml")
        #expect(recipe.source == .collisions([.init(process: "ttH", label: 0), .init(process: "tt", label: 1)]))
        #expect(recipe.collisions.sqrtS == 13.6 && recipe.collisions.pileUp.mean == 0)
        #expect(recipe.collisions.beamSpot.sigma == [0.0125, 0.0125, 55.5])
    }

    @Test func everyValueArrives() throws {
        let recipe = try decodeRecipe(recipesOfEveryKind[4])
        #expect(recipe.events == 40_000)
        guard case .collisions(let processes) = recipe.source else {
            Issue.record("not a mix of processes")
            return
        }
        #expect(processes.map(\.name) == ["signal", "tt"])
        #expect(processes.map(\.higgsDecay) == ["bb", "any"])
        #expect(processes.map(\.label) == [4, 1])
        #expect(processes.map(\.fraction) == [0.3, 0.1])
        #expect(recipe.collisions.sqrtS == 13)
        #expect(recipe.collisions.pileUp.mean == 200 && recipe.collisions.pileUp.maximumAbsEta == 4)
        #expect(recipe.collisions.beamSpot.sigma == [0.01, 0.01, 53] && recipe.collisions.beamSpot.sigmaTime == 0.185)
        #expect(!recipe.simulation.scattering && recipe.simulation.energyLoss && recipe.simulation.minimumPT == 0.15)
        #expect(recipe.output.compression == .deflate)
        #expect(recipe.splits.train == 1 && recipe.splits.validation == 0 && recipe.splits.test == 0)
    }

    @Test func gunsAndFilesArrive() throws {
        guard case .gun(let gun) = try decodeRecipe(recipesOfEveryKind[1]).source else {
            Issue.record("not a gun")
            return
        }
        #expect(gun.species == [13, 211, 22])
        #expect(gun.charge == .both && gun.particles == 3 && gun.label == 3)
        #expect(gun.momentumKind == .energy && gun.momentum == .normal(mean: 5, sigma: 0.1))
        #expect(gun.eta == .fixed(0.3) && gun.phi == .uniform(0...1))
        var spot = Recipe.BeamSpot.origin
        spot.position = [1, 2, 3]
        spot.sigmaTime = 0.5
        #expect(gun.vertex == .smeared(spot))

        guard case .gun(let other) = try decodeRecipe(recipesOfEveryKind[2]).source else {
            Issue.record("not a gun")
            return
        }
        #expect(other.vertex == .beamSpot && other.momentum == .fixed(3) && other.momentumKind == .transverse)
        #expect(try decodeRecipe(recipesOfEveryKind[2]).collisions.pileUp.mean == 3)

        let files = try decodeRecipe(recipesOfEveryKind[3])
        guard case .file(let file) = files.source else {
            Issue.record("not a file")
            return
        }
        #expect(file.files == ["a.csv", "b.csv"] && file.chargedAs == [-13] && file.label == 2)
        #expect(files.events == 0, "as many as there are files")
        #expect(try makePlan(recipesOfEveryKind[3]).events == 2)
    }

    @Test func overridesReachEveryKey() throws {
        let recipe = try decodeRecipe(
            minimalRecipe, ["seed=9", "collisions.pile_up.mean=3", "processes=[tttt]", "name=other", "run=5"])
        #expect(recipe.seed == 9 && recipe.collisions.pileUp.mean == 3 && recipe.name == "other" && recipe.run == 5)
        #expect(recipe.source == .collisions([.init(process: "tttt")]))
        #expect(mistakes(inRecipe: minimalRecipe, ["seed=null"]) == ["1 missing-key seed"])
        #expect(mistakes(inRecipe: minimalRecipe, ["gun.species=mu-"]) == ["0 contradiction gun"])
        #expect(mistakes(inRecipe: minimalRecipe, ["gun.species=mu-", "processes=null"]) == [])
        #expect(mistakes(inRecipe: minimalRecipe, ["colisions.pile_up=3"]) == ["0 unknown-key colisions"])
    }

    /// One mistake each, on the fourth line of a recipe that is otherwise right.
    static let mistaken: [(String, String)] = [
        ("sede: 7", "4 unknown-key sede"),
        ("name: a b", "4 out-of-range name"), ("name: ../x", "4 out-of-range name"), ("name: ''", "4 wrong-type name"),
        ("name: [a]", "4 wrong-type name"), ("description: {}", "4 wrong-type description"),
        ("authors: {}", "4 wrong-type authors"), ("authors: [a, []]", "4 wrong-type authors[1]"),
        ("license: 0x", ""), ("run: -1", "4 out-of-range run"), ("run: x", "4 wrong-type run"),
        ("first_event: -1", "4 out-of-range first_event"), ("first_event: 1e13", "4 out-of-range first_event"),
        ("first_event: 0.5", "4 wrong-type first_event"), ("detector: {}", "4 wrong-type detector"),
        ("gun: {species: mu-}", "4 contradiction gun"), ("source: {file: a.csv}", "4 contradiction source"),
        ("collisions: 3", "4 wrong-type collisions"), ("collisions: {sqrt_s: 13}", "4 unknown-key collisions.sqrt_s"),
        ("collisions: {sqrt_s_TeV: 13600}", "4 out-of-range collisions.sqrt_s_TeV"),
        ("collisions: {sqrt_s_TeV: nan}", "4 wrong-type collisions.sqrt_s_TeV"),
        ("collisions: {pile_up: -1}", "4 out-of-range collisions.pile_up.mean"),
        ("collisions: {pile_up: [1]}", "4 wrong-type collisions.pile_up"),
        ("collisions: {pile_up: {mean: 1e4}}", "4 out-of-range collisions.pile_up.mean"),
        ("collisions: {pile_up: {mean: true}}", "4 wrong-type collisions.pile_up.mean"),
        ("collisions: {pile_up: {max_abs_eta: 0}}", "4 out-of-range collisions.pile_up.max_abs_eta"),
        ("collisions: {pile_up: {mu: 200}}", "4 unknown-key collisions.pile_up.mu"),
        ("collisions: {beam_spot: {sigma_mm: 1}}", "4 wrong-type collisions.beam_spot.sigma_mm"),
        ("collisions: {beam_spot: {sigma_mm: [1, 2]}}", "4 wrong-length collisions.beam_spot.sigma_mm"),
        ("collisions: {beam_spot: {sigma_mm: [1, 2, -3]}}", "4 out-of-range collisions.beam_spot.sigma_mm[2]"),
        ("collisions: {beam_spot: {position_mm: [a, 2, 3]}}", "4 wrong-type collisions.beam_spot.position_mm[0]"),
        ("collisions: {beam_spot: {time_ns: x}}", "4 wrong-type collisions.beam_spot.time_ns"),
        ("collisions: {beam_spot: {sigma_t_ns: -1}}", "4 out-of-range collisions.beam_spot.sigma_t_ns"),
        ("simulation: {min_pT_GeV: 0}", "4 out-of-range simulation.min_pT_GeV"),
        ("simulation: {pT_min: 1}", "4 unknown-key simulation.pT_min"),
        ("simulation: {max_abs_eta: x}", "4 wrong-type simulation.max_abs_eta"),
        ("simulation: {scattering: yes}", "4 wrong-type simulation.scattering"),
        ("simulation: {scattering_model: moliere}", "4 unknown-choice simulation.scattering_model"),
        ("simulation: {energy_loss: 1}", "4 wrong-type simulation.energy_loss"),
        ("simulation: {max_turns: 0}", "4 out-of-range simulation.max_turns"),
        ("simulation: {max_path_mm: 1e9}", "4 out-of-range simulation.max_path_mm"),
        ("simulation: {hadronic: 1}", "4 wrong-type simulation.hadronic"),
        ("simulation: {decays: yes}", "4 wrong-type simulation.decays"),
        ("simulation: {bremsstrahlung: 2}", "4 wrong-type simulation.bremsstrahlung"),
        ("simulation: {conversions: []}", "4 wrong-type simulation.conversions"),
        (
            "simulation: {secondary_min_kinetic_GeV: 0}", "4 out-of-range simulation.secondary_min_kinetic_GeV"
        ),
        ("simulation: {max_generations: 6}", "4 out-of-range simulation.max_generations"),
        ("simulation: {stop_kinetic_GeV: 0}", "4 out-of-range simulation.stop_kinetic_GeV"),
        ("simulation: {stop_kinetic_GeV: 1}", "4 contradiction simulation.stop_kinetic_GeV"),
        ("keep: {min_pT_GeV: -1}", "4 out-of-range keep.min_pT_GeV"),
        ("keep: {max_abs_eta: 0}", "4 out-of-range keep.max_abs_eta"),
        ("keep: {neutral: 'true'}", "4 wrong-type keep.neutral"), ("keep: {cells: }", "4 wrong-type keep.cells"),
        ("keep: {vertices: no}", "4 wrong-type keep.vertices"),
        ("keep: {hit_particles: 2}", "4 wrong-type keep.hit_particles"),
        ("keep: {hard_process: []}", "4 wrong-type keep.hard_process"),
        ("output: {compression: gzip}", "4 unknown-choice output.compression"),
        ("splits: {train: -1}", "4 out-of-range splits.train"), ("splits: {train: 0}", "4 contradiction splits.train"),
        ("splits: {val: 1}", "4 unknown-key splits.val"), ("splits: {test: x}", "4 wrong-type splits.test"),
        ("splits: {validation: 1e9}", "4 out-of-range splits.validation"), ("splits: []", "4 wrong-type splits"),
        ("cards: x", "4 unknown-key cards"),
    ]

    @Test(arguments: mistaken.indices)
    func everyMistakeHasCodeLineAndKey(_ index: Int) {
        let (line, wanted) = Self.mistaken[index]
        let found = mistakes(inRecipe: minimalRecipe + line + "\n")
        // `splits: {val: 1}` leaves all shares at 0 as well.
        #expect(
            found.filter { !$0.hasSuffix("contradiction splits.train") || wanted == $0 }
                == (wanted.isEmpty ? [] : [wanted]))
    }

    /// Whole recipes with mistakes.
    static let wrong: [(String, [String])] = [
        ("events: 10\nprocesses: [tt]\n", ["1 missing-key seed"]),
        ("seed: 7\nprocesses: [tt]\n", ["1 missing-key events"]),
        ("seed: 7\nevents: 10\n", ["1 missing-key -"]),
        ("seed: -1\nevents: 0\nprocesses: [tt]\n", ["1 wrong-type seed", "2 out-of-range events"]),
        (
            "seed: 1.5\nevents: many\nprocesses: tt\n",
            ["1 wrong-type seed", "2 wrong-type events", "3 wrong-type processes"]
        ),
        ("seed: 7\nevents: 2e12\nprocesses: [tt]\n", ["2 out-of-range events"]),
        ("seed: 7\nevents: 1e12\nfirst_event: 1e12\nprocesses: [tt]\n", ["2 contradiction events"]),
        ("seed: 7\nevents: 10\nprocesses: []\n", ["3 wrong-length processes"]),
        ("seed: 7\nevents: 10\nprocesses: [ttX]\n", ["3 unknown-choice processes[0].process"]),
        (
            "seed: 7\nevents: 10\nprocesses: [ttX, ttbar]\n",
            ["3 unknown-choice processes[0].process", "3 unknown-choice processes[1].process"]
        ),
        ("seed: 7\nevents: 10\nprocesses: [{fraction: 1}]\n", ["3 missing-key processes[0].process"]),
        ("seed: 7\nevents: 10\nprocesses: [[tt]]\n", ["3 wrong-type processes[0]"]),
        ("seed: 7\nevents: 10\nprocesses: [{process: tt, fraction: 0}]\n", ["3 contradiction processes"]),
        ("seed: 7\nevents: 10\nprocesses: [{process: tt, fraction: -1}]\n", ["3 out-of-range processes[0].fraction"]),
        ("seed: 7\nevents: 10\nprocesses: [{process: tt, fraction: 1}, ttH]\n", ["3 contradiction processes"]),
        ("seed: 7\nevents: 10\nprocesses: [{process: tt, label: 1}, ttH]\n", ["3 contradiction processes"]),
        ("seed: 7\nevents: 10\nprocesses: [{process: tt, label: -1}]\n", ["3 out-of-range processes[0].label"]),
        ("seed: 7\nevents: 10\nprocesses: [tt, tt]\n", ["3 contradiction processes"]),
        (
            "seed: 7\nevents: 10\nprocesses: [{process: tt, higgs_decay: bb}]\n",
            ["3 contradiction processes[0].higgs_decay"]
        ),
        (
            "seed: 7\nevents: 10\nprocesses: [{process: ttH, higgs_decay: bbb}]\n",
            ["3 unknown-choice processes[0].higgs_decay"]
        ),
        ("seed: 7\nevents: 10\nprocesses: [{process: ttH, name: 'a b'}]\n", ["3 out-of-range processes[0].name"]),
        ("seed: 7\nevents: 10\nprocesses: [{process: ttH, decay: bb}]\n", ["3 unknown-key processes[0].decay"]),
        ("seed: 7\nsource: {}\n", ["2 missing-key source.file"]),
        ("seed: 7\nsource: {file: []}\n", ["2 wrong-length source.file"]),
        ("seed: 7\nsource: {file: a, format: csv}\n", ["2 unknown-choice source.format"]),
        ("seed: 7\nsource: {file: a, charged_as: pi}\n", ["2 unknown-species source.charged_as"]),
        ("seed: 7\nsource: {file: a, charged_as: [pi+, mu+]}\n", ["2 wrong-length source.charged_as"]),
        ("seed: 7\nsource: {file: a, label: x}\n", ["2 wrong-type source.label"]),
        ("seed: 7\nsource: a.csv\n", ["2 wrong-type source"]),
    ]

    @Test(arguments: wrong.indices)
    func wrongRecipesAreRefused(_ index: Int) {
        #expect(mistakes(inRecipe: Self.wrong[index].0) == Self.wrong[index].1)
    }

    /// Guns with one mistake each.
    static let guns: [(String, [String])] = [
        ("{}", ["missing-key gun.species"]), ("{species: []}", ["wrong-length gun.species"]),
        ("{species: muon}", ["unknown-species gun.species"]),
        ("{species: [mu-, 12345678]}", ["unknown-species gun.species"]),
        ("{species: {}}", ["wrong-type gun.species"]), ("{species: mu-, charge: any}", ["unknown-choice gun.charge"]),
        ("{species: mu-, particles: 0}", ["out-of-range gun.particles"]),
        ("{species: mu-, particles: 70000}", ["out-of-range gun.particles"]),
        ("{species: mu-, pT_GeV: -1}", ["out-of-range gun.pT_GeV"]),
        ("{species: mu-, pT_GeV: x}", ["wrong-type gun.pT_GeV"]),
        ("{species: mu-, pT_GeV: [5, 1]}", ["contradiction gun.pT_GeV"]),
        ("{species: mu-, pT_GeV: [1, 2, 3]}", ["wrong-length gun.pT_GeV"]),
        ("{species: mu-, pT_GeV: 1, p_GeV: 2}", ["contradiction gun.p_GeV"]),
        ("{species: mu-, pT: 1}", ["unknown-key gun.pT"]),
        ("{species: mu-, pT_GeV: {}}", ["missing-key gun.pT_GeV.distribution"]),
        ("{species: mu-, pT_GeV: {distribution: flat}}", ["unknown-choice gun.pT_GeV.distribution"]),
        ("{species: mu-, pT_GeV: {distribution: uniform, min: 1}}", ["missing-key gun.pT_GeV.max"]),
        ("{species: mu-, pT_GeV: {distribution: uniform, min: 3, max: 2}}", ["contradiction gun.pT_GeV.max"]),
        ("{species: mu-, pT_GeV: {distribution: uniform, min: 3, max: 4, mean: 3}}", ["contradiction gun.pT_GeV.mean"]),
        ("{species: mu-, pT_GeV: {distribution: fixed, value: 3, min: 4}}", ["contradiction gun.pT_GeV.min"]),
        ("{species: mu-, pT_GeV: {distribution: normal, mean: 3, sigma: -4}}", ["out-of-range gun.pT_GeV.sigma"]),
        (
            "{species: mu-, pT_GeV: {distribution: normal, mean: 3, sigmma: 4}}",
            ["missing-key gun.pT_GeV.sigma", "unknown-key gun.pT_GeV.sigmma"]
        ),
        ("{species: mu-, eta: {distribution: log-uniform, min: -1, max: 1}}", ["out-of-range gun.eta"]),
        ("{species: mu-, eta: 100}", ["out-of-range gun.eta"]),
        ("{species: mu-, phi: [-9, 0]}", ["out-of-range gun.phi[0]"]),
        ("{species: mu-, vertex: here}", ["unknown-choice gun.vertex"]),
        ("{species: mu-, vertex: []}", ["wrong-type gun.vertex"]),
        ("{species: mu-, vertex: {x: 1}}", ["unknown-key gun.vertex.x"]),
        ("{species: mu-, vertex: {position_mm: [1]}}", ["wrong-length gun.vertex.position_mm"]),
        ("{species: mu-, label: -3}", ["out-of-range gun.label"]), ("{species: mu-, n: 3}", ["unknown-key gun.n"]),
    ]

    @Test(arguments: guns.indices)
    func wrongGunsAreRefused(_ index: Int) {
        let (gun, wanted) = Self.guns[index]
        #expect(mistakes(inRecipe: "seed: 1\nevents: 1\n\ngun: \(gun)\n") == wanted.map { "4 \($0)" }, "\(gun)")
    }

    @Test func allMistakesComeTogetherWithRemedies() throws {
        let text =
            "seed: x\nevnets: 10\nprocesses:\n  - process: ttX\n    fraction: 2\ncollisions:\n  pile_up: {maen: 3}\n"
        let error = #expect(throws: Diagnostics.self) { try decodeRecipe(text) }
        #expect(
            error?.description == """
                test.yaml:1:1: error[missing-key]: events: this key is needed (it is the number of events); add it
                test.yaml:1:7: error[wrong-type]: seed: a whole number from 0 to 18446744073709551615 is wanted, `x` is here
                test.yaml:2:1: error[unknown-key]: evnets: there is no such key here; did you mean `events`? known keys: \
                authors, collisions, conditions, description, detector, events, first_event, gun, keep, license, name, \
                output, processes, run, seed, select, simulation, source, splits
                test.yaml:4:14: error[unknown-choice]: processes[0].process: `ttX` is none of the choices; did you mean \
                `tt`? choose from: minbias, tt, ttH, tttt
                test.yaml:7:13: error[unknown-key]: collisions.pile_up.maen: there is no such key here; did you mean \
                `mean`? known keys: file, max_abs_eta, mean
                """)
    }

    @Test func manyMutationsOfARecipeNeverCrash() throws {
        let text = recipesOfEveryKind.joined(separator: "\n")
        let bytes = Array(text.utf8)
        var state: UInt64 = 5
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let sources = recipesOfEveryKind.map { Array($0.utf8) }
        for _ in 0..<5000 {
            var changed = sources[random(sources.count)]
            for _ in 0...random(4) {
                switch random(3) {
                case 0: changed[random(changed.count)] = bytes[random(bytes.count)]
                case 1: changed.insert(bytes[random(bytes.count)], at: random(changed.count))
                default: changed.remove(at: random(changed.count))
                }
            }
            let recipe = String(decoding: changed, as: UTF8.self)
            if let plan = try? makePlan(recipe) { #expect(try Plan(text: plan.text) == plan) }
        }
    }
}
