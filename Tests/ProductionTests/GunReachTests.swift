// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Testing

@testable import Production

/// Guns whose particles the thresholds of the transport leave out are warned of where they are written.
@Suite struct GunReachTests {
    /// `line key` of the warnings of a gun in line 3, and whether all particles are left out.
    private func warnings(_ gun: String, _ simulation: String = "{}") throws -> [String] {
        let text = "seed: 1\nevents: 1\ngun: \(gun)\nsimulation: \(simulation)\n"
        let collector = DiagnosticCollector()
        let root = Section(try YAMLReader.read(text: text, file: "test.yaml"), collector: collector)
        GunReach.warn(of: try decodeRecipe(text), in: root)
        #expect(collector.all.allSatisfy { $0.severity == .warning && $0.code == "not-followed" })
        return collector.all.map {
            "\($0.line ?? 0) \($0.key ?? "") \($0.problem.hasPrefix("no particle") ? "all" : "some")"
        }
    }

    static let guns: [(String, [String])] = [
        ("{species: mu-}", []), ("{species: mu-, pT_GeV: 0.1, eta: [-4, 4]}", []),
        ("{species: mu-, eta: 8}", ["3 gun.eta all"]), ("{species: mu-, eta: [-9, -5]}", ["3 gun.eta all"]),
        ("{species: mu-, eta: [-2, 5]}", ["3 gun.eta some"]), ("{species: mu-, pT_GeV: 0.05}", ["3 gun.pT_GeV all"]),
        ("{species: mu-, pT_GeV: [0.05, 3]}", ["3 gun.pT_GeV some"]),
        // pT = p / cosh(3) = 0.0993 p.
        ("{species: mu-, p_GeV: 1.01}", []), ("{species: mu-, p_GeV: 1}", ["3 gun.p_GeV some"]),
        ("{species: mu-, p_GeV: 1, eta: 3}", ["3 gun.p_GeV all"]), ("{species: mu-, p_GeV: 1, eta: -1}", []),
        // The telescope's beam: pT = 5 GeV / cosh(8) = 3.4 MeV.
        ("{species: pi+, p_GeV: 5, eta: 8}", ["3 gun.eta all", "3 gun.p_GeV all"]),
        // 0.5 GeV of a proton is less than its mass; 1 GeV is p = 0.346 GeV.
        ("{species: p, energy_GeV: 0.5, eta: 0}", ["3 gun.energy_GeV all"]),
        ("{species: p, energy_GeV: 1, eta: 0}", []),
        ("{species: [mu-, p], energy_GeV: 0.5, eta: 0}", ["3 gun.energy_GeV some"]),
        // Within three standard deviations.
        ("{species: mu-, eta: {distribution: normal, mean: 1, sigma: 1}}", []),
        ("{species: mu-, eta: {distribution: normal, mean: 1, sigma: 1.01}}", ["3 gun.eta some"]),
        ("{species: mu-, pT_GeV: {distribution: normal, mean: 1, sigma: 0.5}}", ["3 gun.pT_GeV some"]),
    ]

    @Test(arguments: guns)
    func gunsBeyondTheUsualThresholds(_ gun: String, _ wanted: [String]) throws {
        #expect(try warnings(gun) == wanted, "\(gun)")
    }

    @Test func thresholdsThatLetTheBeamPassAreQuiet() throws {
        let beam = "{species: pi+, p_GeV: 5, eta: 8}"
        #expect(try warnings(beam, "{min_pT_GeV: 0.001, max_abs_eta: 10}") == [])
        #expect(try warnings(beam, "{min_pT_GeV: 0.001}") == ["3 gun.eta all"])
        #expect(try warnings("{species: mu-}", "{max_abs_eta: 2}") == ["3 gun.eta some"])
    }

    @Test func theRecipeIsLoadedWithItsWarnings() throws {
        let loader = RecipeLoader(geometryDirectories: [repositoryPath("Geometries")])
        func warnings(_ eta: String) throws -> [Diagnostic] {
            try loader.load(text: "seed: 1\nevents: 1\ngun: {species: mu-, eta: \(eta)}\n", file: "r.yaml").warnings
        }
        #expect(try warnings("2") == [])
        #expect(
            try warnings("5.5").map(\.description) == [
                """
                r.yaml:3:26: warning[not-followed]: gun.eta: no particle of the gun is followed, none makes a hit (|eta| \
                is 5.5, `simulation.max_abs_eta` 4); raise `simulation.max_abs_eta` (up to 10) or change `eta`
                """
            ])
    }
}
