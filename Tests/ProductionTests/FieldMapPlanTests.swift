// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import Foundation
import Testing

@testable import Production

/// A field map on its way from a geometry's folder through the plan to the tracker.
@Suite struct FieldMapPlanTests {
    private static func map(_ field: Double) -> String {
        var text = "r_mm,z_mm,Br_T,Bz_T\n"
        for r in 0..<5 { for z in 0..<9 { text += "\(r * 300),\(z * 800 - 3200),0,\(field)\n" } }
        return text
    }

    private func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let trackml = try TextFile.read(path: repositoryPath("Geometries/trackml.yaml"), limit: 1 << 20)
        let geometry = trackml.replacingOccurrences(of: "uniform: 2.0 # tesla, along z", with: "map: coil.csv")
        try Data(geometry.utf8).write(to: directory.appendingPathComponent("mine.yaml"))
        try body(directory.path)
    }

    private func plan(_ directory: String, _ map: String) throws -> Plan {
        try Data(map.utf8).write(to: URL(fileURLWithPath: directory + "/coil.csv"))
        let recipe = "seed: 1\nevents: 2\ndetector: mine.yaml\ngun: {species: mu-, pT_GeV: 1}\n"
        return try RecipeLoader().load(text: recipe, file: directory + "/recipe.yaml").plan()
    }

    /// The bytes follow from the plan alone: it holds the map's text, and another map is another plan.
    @Test func thePlanHoldsTheMap() throws {
        try inDirectory { directory in
            let text = Self.map(2)
            let plan = try plan(directory, text)
            #expect(plan.text(named: Plan.fieldMapTextName) == text)
            let again = try Plan(text: plan.text)
            #expect(again == plan)
            try FileManager.default.removeItem(atPath: directory + "/coil.csv")
            #expect(try again.detector().nominal.field.zAtOrigin == 2)
            let other = try self.plan(directory, Self.map(1.5))
            #expect(other.hash != plan.hash)
            #expect(try other.detector().nominal.field.zAtOrigin == 1.5)
        }
    }

    @Test func aMapThatIsMissingIsReportedAtItsKey() throws {
        try inDirectory { directory in
            let recipe = "seed: 1\nevents: 2\ndetector: mine.yaml\ngun: {species: mu-, pT_GeV: 1}\n"
            do {
                _ = try RecipeLoader().load(text: recipe, file: directory + "/recipe.yaml")
                Issue.record("the map is missing")
            } catch let error as Diagnostics {
                let mistake = try #require(error.all.first)
                #expect(mistake.code == "missing-file" && mistake.key == "detector")
                #expect(mistake.problem.contains("coil.csv"))
            }
        }
    }
}
