// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Testing

@testable import Production

@Suite struct PlanTests {
    @Test(arguments: recipesOfEveryKind)
    func aPlanIsReadBackExactly(_ text: String) throws {
        let tables = [
            Plan.Table(name: "map.tt", values: [0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1 / 3]),
            Plan.Table(name: "empty", values: []),
        ]
        let plan = try makePlan(text, tables: tables)
        let again = try Plan(text: plan.text)
        #expect(again.text == plan.text)
        #expect(again.settings == plan.settings)
        #expect(again.texts == plan.texts && again.inputs == plan.inputs)
        #expect(again.hash == plan.hash && again.baseHash == plan.baseHash)
        #expect(again.table(named: "map.tt")?.map(\.bitPattern) == tables[0].values.map(\.bitPattern))
        #expect(again.tables.map(\.name) == ["empty", "map.tt"])
        #expect(again.recipeText == text && again.geometryText == "name: teaching\n")
    }

    @Test func theHashIsTheOneOfTheText() throws {
        let plan = try makePlan(minimalRecipe)
        #expect(plan.hash == SHA256Text.digest(of: plan.text))
        // FIPS 180-4 example.
        #expect(
            SHA256Text.digest(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    /// Changing these means that plans of earlier versions are no longer read or recognised.
    @Test(arguments: [
        (0, "e9396e5e2f298ee39888660512a88fd2a399cfb45f087525ddbcd59ffed9380e"),
        (1, "56a7a527460e50617a69c0e04fe8f3a7fbf21f2547917e73b98cd959cf96cf4f"),
        (2, "b7f864fa0b908832d0dee1cd78020750f741ce1f8b7858650c792e38ab6376c0"),
        (3, "805f32016f8bfd4ead1a438a752a1ee3a9f813c634c73acaff36a07d91695381"),
        (4, "a4564cae46e45f03895bdefe56761594e3084097de16be79563fe4a3b497a9af"),
    ])
    func goldenHashes(_ index: Int, _ wanted: String) throws {
        let hash = try makePlan(recipesOfEveryKind[index]).hash
        #expect(hash == wanted)
    }

    @Test func goldenText() throws {
        let plan = try makePlan(
            "seed: 1\nevents: 2\ngun: {species: mu-}\n", tables: [.init(name: "t", values: [3, 0.1])])
        #expect(
            plan.text == """
                eidolon-plan 1
                first_event = 0
                events = 2
                settings
                name = "eidolon-dataset"
                description = ""
                authors = 0
                license = "CC-BY-4.0"
                seed = 1
                run = 1
                detector = "trackml"
                conditions = ""
                source = gun
                gun.species = 13
                gun.charge = given
                gun.particles = 1
                gun.momentum = pT_GeV
                gun.momentum_distribution = log-uniform 0x1p-1 0x1.4p+3
                gun.eta = uniform -0x1.8p+1 0x1.8p+1
                gun.phi = uniform -0x1.921fb54442d18p+1 0x1.921fb54442d18p+1
                gun.vertex = smeared
                gun.vertex.position_mm = 0x0p+0 0x0p+0 0x0p+0
                gun.vertex.time_ns = 0x0p+0
                gun.vertex.sigma_mm = 0x0p+0 0x0p+0 0x0p+0
                gun.vertex.sigma_t_ns = 0x0p+0
                gun.vertex.tilt_mrad = 0x0p+0 0x0p+0
                gun.vertex.z_t_correlation = 0x0p+0
                gun.label = 0
                collisions.sqrt_s_TeV = 0x1.b333333333333p+3
                collisions.pile_up.mean = 0x0p+0
                collisions.pile_up.max_abs_eta = none
                collisions.pile_up.file = ""
                collisions.beam_spot.position_mm = 0x0p+0 0x0p+0 0x0p+0
                collisions.beam_spot.time_ns = 0x0p+0
                collisions.beam_spot.sigma_mm = 0x1.999999999999ap-7 0x1.999999999999ap-7 0x1.bcp+5
                collisions.beam_spot.sigma_t_ns = 0x1.7ae147ae147aep-3
                collisions.beam_spot.tilt_mrad = 0x0p+0 0x0p+0
                collisions.beam_spot.z_t_correlation = 0x0p+0
                collisions.parton_densities = ""
                collisions.density_variations = 0
                collisions.crossing_angle_mrad = 0x0p+0
                collisions.crossing_azimuth = 0x0p+0
                select.count = passed
                select.max_attempts = 1000000
                select.jet_pT_GeV = 0x1.9p+4
                select.jet_max_abs_eta = 0x1.4p+1
                select.jet_radius = 0x1.999999999999ap-2
                select.lepton_pT_GeV = 0x1.4p+3
                select.lepton_max_abs_eta = 0x1.4p+1
                select.min_jets = 0
                select.max_jets = 1000000
                select.min_b_jets = 0
                select.max_b_jets = 1000000
                select.min_leptons = 0
                select.max_leptons = 1000000
                select.same_sign_pair = false
                select.min_HT_GeV = 0x0p+0
                select.max_HT_GeV = 0x1.e848p+19
                select.min_missing_pT_GeV = 0x0p+0
                select.max_missing_pT_GeV = 0x1.e848p+19
                select.min_leptonic_W = 0
                select.max_leptonic_W = 1000000
                select.higgs_decay = "any"
                select.masses = 0
                simulation.min_pT_GeV = 0x1.999999999999ap-4
                simulation.max_abs_eta = 0x1p+2
                simulation.scattering = true
                simulation.scattering_model = mixed
                simulation.energy_loss = true
                simulation.hadronic = true
                simulation.decays = true
                simulation.bremsstrahlung = true
                simulation.conversions = true
                simulation.secondary_min_kinetic_GeV = 0x1.999999999999ap-5
                simulation.max_generations = 5
                simulation.max_turns = 0x1p+1
                simulation.max_path_mm = 0x1.388p+14
                simulation.stop_kinetic_GeV = 0x1.0624dd2f1a9fcp-10
                keep.min_pT_GeV = 0x0p+0
                keep.max_abs_eta = none
                keep.neutral = true
                keep.hard_process = true
                keep.vertices = true
                keep.cells = true
                keep.hit_particles = true
                output.compression = none
                splits.train = 0x1.999999999999ap-1
                splits.validation = 0x1.999999999999ap-4
                splits.test = 0x1.999999999999ap-4
                inputs 0
                tables 1
                table t 2
                0x1.8p+1 0x1.999999999999ap-4
                texts 3
                text recipe.yaml 38 \(SHA256Text.digest(of: "seed: 1\nevents: 2\ngun: {species: mu-}\n"))
                seed: 1
                events: 2
                gun: {species: mu-}

                text geometry.yaml 15 \(SHA256Text.digest(of: "name: teaching\n"))
                name: teaching

                text card.yaml 4 \(SHA256Text.digest(of: "a: 1"))
                a: 1

                """)
    }

    @Test func shardsShareTheBaseHash() throws {
        let plan = try makePlan(minimalRecipe)
        let shard = try plan.with(firstEvent: 100, events: 7)
        #expect(shard.eventNumbers == 100..<107)
        #expect(shard.hash != plan.hash && shard.baseHash == plan.baseHash)
        #expect(try plan.with(firstEvent: 0, events: 10) == plan)
        let other = try makePlan(minimalRecipe, ["seed=8"])
        #expect(other.baseHash != plan.baseHash)
        for (first, count) in [
            (-1, 1), (0, 0), (0, Int.max), (Recipe.maximumEvent, 1), (Int.max, 1), (1, Recipe.maximumEvent),
        ] {
            #expect(throws: Diagnostics.self) { try plan.with(firstEvent: first, events: count) }
        }
    }

    @Test func onlyTheResultOfOverridesCounts() throws {
        // The recipe's own text is part of a plan, so that it is kept the same here.
        func hash(_ overrides: [String]) throws -> String {
            let recipe = try decodeRecipe(
                "seed: 7\nevents: 10\nprocesses: [{process: ttH, fraction: 1}, {process: tt, fraction: 1}]\n", overrides
            )
            let inputs = PlanInputs(recipeText: "", geometry: .init(file: "", text: ""))
            return try Plan.make(recipe: recipe, inputs: inputs).hash
        }
        #expect(try hash(["seed=8"]) == hash(["seed=99", "seed=0x8"]))
        #expect(try hash([]) == hash(["collisions.pile_up.mean=0", "run=1", "detector=/some/where/trackml"]))
        #expect(
            try hash(["processes[0].fraction=2", "processes[1].fraction=2"]) == hash([]),
            "shares are divided by their sum")
        #expect(try hash([]) != hash(["run=2"]))
    }

    @Test func pathsDoNotReachThePlan() throws {
        func plan(_ detector: String, _ file: String) throws -> Plan {
            let recipe = try decodeRecipe("seed: 1\nsource: {file: \(file)}\ndetector: \(detector)\n")
            let inputs = PlanInputs(
                recipeText: "", geometry: .init(file: "", text: ""),
                files: [Plan.InputFile(name: "a.csv", byteCount: 3, sha256: "ab")])
            return try Plan.make(recipe: recipe, inputs: inputs)
        }
        #expect(try plan("/home/me/x.yaml", "/data/a.csv") == plan("x.yaml", "../a.csv"))
        #expect(throws: Diagnostics.self) { try plan("x", "b.csv") }
    }

    @Test func tablesAreOrderedCheckedAndReplaced() throws {
        let plan = try makePlan(minimalRecipe)
        let one = try plan.adding(tables: [.init(name: "b", values: [1]), .init(name: "a", values: [2])])
        let two = try plan.adding(tables: [.init(name: "a", values: [2])]).adding(tables: [
            .init(name: "b", values: [1])
        ])
        #expect(one == two && one.hash != plan.hash)
        #expect(try one.adding(tables: [.init(name: "a", values: [3])]).table(named: "a") == [3])
        #expect(one.table(named: "c") == nil)
        for bad in [
            Plan.Table(name: "a b", values: []), .init(name: "", values: []), .init(name: "n", values: [.nan]),
            .init(name: "i", values: [.infinity]),
        ] {
            #expect(throws: Diagnostics.self) { try plan.adding(tables: [bad]) }
        }
    }

    @Test func labelsNameTheirProcesses() throws {
        let text =
            "seed: 1\nevents: 1\nprocesses: [{process: tt, label: 0}, {process: tttt, label: 1}, {process: ttH, label: 0}]\n"
        let labels = try makePlan(text).labels
        #expect(labels.map(\.value) == [0, 1] && labels.map(\.name) == ["tt+ttH", "tttt"])
    }

    // MARK: Foreign plans

    @Test func cutAndChangedPlansAreRefused() throws {
        let plan = try makePlan(recipesOfEveryKind[1], tables: [.init(name: "t", values: [1, 2, 3, 4, 5])])
        let bytes = Array(plan.text.utf8)
        for length in 0..<bytes.count {
            #expect(throws: Diagnostics.self) { try Plan(text: String(decoding: bytes[..<length], as: UTF8.self)) }
        }
        // Changed bytes give another valid plan or a refusal, never a crash, and never the same hash.
        for place in bytes.indices {
            for replacement in Array("9 =\"\\\nx-".utf8) where replacement != bytes[place] {
                var changed = bytes
                changed[place] = replacement
                if let other = try? Plan(text: String(decoding: changed, as: UTF8.self)) {
                    #expect(other.hash != plan.hash)
                }
            }
        }
    }

    @Test(arguments: [
        ("seed = 1\n", "seed = 01\n"), ("run = 1\n", "run = 2147483648\n"), ("run = 1\n", "run = 1\nrun = 1\n"),
        ("seed = 1\n", ""), ("0x1p-1", "0x1.0p-1"), ("0x1p-1", "0.5"), ("0x1p-1", "nan"), ("events = 2", "events = 0"),
        ("first_event = 0", "first_event = 1099511627776"), ("gun.species = 13", "gun.species = "),
        ("gun.species = 13", "gun.species = 99999999999"), ("= gun\n", "= laser\n"), ("plan 1", "plan 2"),
        ("tables 1", "tables 2"), ("table t 2", "table t 3"), ("table t 2", "table t -1"), ("texts 3", "texts 2"),
        ("texts 3", "texts 99999999999999999999"), ("yaml 15 ", "yaml 14 "), ("yaml 15 ", "yaml 9223372036854775807 "),
        ("name: teaching", "name: Teaching"), ("splits.train = 0x1.999999999999ap-1", "splits.train = 0x1p+40"),
        ("name = \"eidolon-dataset\"", "name = \"../../x\""), ("authors = 0", "authors = 1000000"),
        ("vertex = smeared", "vertex = elsewhere"),
        ("eta = uniform -0x1.8p+1 0x1.8p+1", "eta = uniform 0x1.8p+1 -0x1.8p+1"),
        ("= log-uniform 0x1p-1 0x1.4p+3", "= log-uniform 0x1p-1"), ("inputs 0", "inputs -1"),
        ("license = \"CC-BY-4.0\"", "license = \"CC\\qBY\""), ("license = \"CC-BY-4.0\"", "license = \"C\\u00\""),
    ])
    func plansThatBreakTheRulesAreRefused(_ old: String, _ new: String) throws {
        let text = try makePlan(
            "seed: 1\nevents: 2\ngun: {species: mu-}\n", tables: [.init(name: "t", values: [3, 0.1])]
        ).text
        let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "the plan holds what is to be changed")
        let error = #expect(throws: Diagnostics.self) { try Plan(text: parts[0] + new + parts[1]) }
        #expect(error?.all.map(\.code) == ["bad-plan"])
        #expect((error?.all.first?.line ?? 0) > 0)
    }

    @Test func hexadecimalFloatsAreExact() {
        #expect(HexadecimalFloat.write(3) == "0x1.8p+1" && HexadecimalFloat.write(-0.5) == "-0x1p-1")
        #expect(HexadecimalFloat.write(0) == "0x0p+0" && HexadecimalFloat.write(-0.0) == "-0x0p+0")
        #expect(HexadecimalFloat.write(.leastNonzeroMagnitude) == "0x0.0000000000001p-1022")
        #expect(HexadecimalFloat.write(.greatestFiniteMagnitude) == "0x1.fffffffffffffp+1023")
        var bits: UInt64 = 1
        for _ in 0..<10_000 {
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Double(bitPattern: bits)
            guard value.isFinite else { continue }
            #expect(HexadecimalFloat.read(HexadecimalFloat.write(value))?.bitPattern == bits)
        }
        for text in ["", "1", "0x1", "0x1.80p+1", "0X1p+0", "0x1p0", "+0x1p+0", "nan", "inf", "0x1p+1024", " 0x1p+0"] {
            #expect(HexadecimalFloat.read(text) == nil)
        }
    }
}
