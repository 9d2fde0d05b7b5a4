// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import Foundation

/// Finds the plan of a dataset, finished or not, so that its events can be made again.
public struct PlannedDataset: Sendable {
    public let plan: Plan
    public let inputPaths: [String]

    /// The plan of a finished dataset, or that of the partial run where only that exists.
    ///
    /// - Parameter inputs: folders to look for particle files in, before the places the run was made with.
    /// - Throws: `DatasetError` if there is no dataset, `Diagnostics` if its plan or a particle file cannot be used.
    public init(path: String, inputs: [String] = []) throws {
        let provenance =
            FileManager.default.fileExists(atPath: path)
            ? try DatasetReader(path: path).provenance : try StagedDataset.description(ofPartial: path).provenance
        try self.init(provenance, path: path, inputs: inputs)
    }

    /// The plan of an interrupted run.
    public init(partial path: String, inputs: [String] = []) throws {
        try self.init(try StagedDataset.description(ofPartial: path).provenance, path: path, inputs: inputs)
    }

    private init(_ provenance: Provenance, path: String, inputs: [String]) throws {
        guard
            provenance.schemaVersion == FormatVersion.schema, provenance.modelRevision == FormatVersion.modelRevision
        else {
            throw DatasetError(
                .otherPlan, path: path,
                reason: """
                    made with schema \(provenance.schemaVersion), model revision \(provenance.modelRevision); this is \
                    \(FormatVersion.schema), \(FormatVersion.modelRevision); use the version that made it
                    """)
        }
        plan = try Plan(text: provenance.plan, file: path)
        let recorded = RunRecord.read(for: path)?.inputPaths ?? []
        var found: [String] = []
        for (i, input) in plan.inputs.enumerated() {
            var places = inputs.map { $0 + "/" + input.name }
            if i < recorded.count { places.append(recorded[i]) }
            places.append((path as NSString).deletingLastPathComponent + "/" + input.name)
            found.append(try Self.locate(input, among: places, dataset: path))
        }
        inputPaths = found
    }

    private static func locate(
        _ input: Plan.InputFile, among places: [String], dataset: String
    ) throws(Diagnostics) -> String {
        for place in places {
            let digest: (byteCount: Int, sha256: String)
            do throws(Diagnostics) {
                digest = try SHA256Text.digest(ofFile: place, limit: RecipeLoader.particleFileLimit)
            } catch { continue }
            if digest.sha256 == input.sha256 { return place }
        }
        throw Diagnostics([
            Diagnostic(
                code: "missing-file", file: dataset, problem: "particle file \(input.name) is needed again",
                reason: "looked at \(places.joined(separator: ", ")) for SHA-256 \(input.sha256)",
                remedy: "name its folder with --inputs")
        ])
    }
}
