// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Foundation
import Testing

@testable import Datasets

@Suite struct EncodingTests {
    @Test func everythingComesBackAsItWasPutIn() throws {
        let run = try FakeRun(events: 12)
        let reader = try DatasetReader(path: try run.make())
        var event = FakeEvent()
        for position in 0..<12 {
            let number = UInt64(3 + position)
            event.make(number, tracker: run.tracker)
            let rows = try reader.rows("particles", ofEvent: position)
            let generated = event.generated.particles.count
            #expect(rows.count == generated + event.transported.secondaries.count)
            let pz = try reader.read("particles/pz", as: Float.self, rows: rows)
            let id = try reader.read("particles/particle_id", as: UInt64.self, rows: rows)
            for i in 0..<generated {
                #expect(pz[i] == Float(event.generated.particles.pz[i]))
                #expect(id[i] == event.generated.particles.barcode[i])
            }
            let hits = try reader.rows("tracker_hits", ofEvent: position)
            #expect(hits.count == event.readOut.hits.count)
            #expect(
                try reader.read("tracker_hits/x", as: Float.self, rows: hits)
                    == event.readOut.hits.x.array().map { Float($0) })
            #expect(
                try reader.read("tracker_hits/weight", as: Double.self, rows: hits) == event.labelled.hitWeight.array())
            #expect(
                try reader.read("tracker_hits/particle", as: Int32.self, rows: hits)
                    == event.labelled.hitParticle.array())
            let cells = try reader.offsets("tracker_cells", outerRows: hits)
            #expect(cells.map { Int64($0 - cells[0]) } == event.readOut.cellOffsets.array())
            let eventRow = position..<position + 1
            #expect(
                try reader.read("events/weights", as: Double.self, rows: eventRow) == event.generated.weights.array())
            #expect(
                try reader.read("events/flags", as: UInt32.self, rows: eventRow) == [event.generated.flags.rawValue])
            #expect(try reader.read("events/split", as: Int8.self, rows: eventRow) == [Int8(number % 3)])
            if number % 7 == 0 { #expect(rows.isEmpty && hits.isEmpty) }
        }
    }

    @Test func sharesOfOneParticleAreAdded() throws {
        let run = try FakeRun(events: 1)
        let reader = try DatasetReader(path: try run.make())
        let hits = try reader.rows("tracker_hits", ofEvent: 0)
        let offsets = try reader.offsets("hit_particles", outerRows: hits)
        let fraction = try reader.read("hit_particles/fraction", as: Float.self)
        let main = try reader.read("tracker_hits/particle", as: Int32.self)
        let particle = try reader.read("hit_particles/particle", as: Int32.self)
        var shared = 0
        for hit in 0..<hits.count where main[hit] >= 0 {
            let own = offsets[hit]..<offsets[hit + 1]
            #expect(Set(own.map { particle[$0] }).count == own.count, "each particle once")
            #expect(particle[own.lowerBound] == main[hit])
            #expect(abs(own.reduce(0) { $0 + Double(fraction[$1]) } - 1) < 1e-6)
            if own.count > 1 { shared += 1 }
        }
        #expect(shared > 0)
    }

    @Test func thresholdsDropParticlesAndKeepEveryReferenceRight() throws {
        let encoding = EncodingOptions(
            keepsNeutral: false, keepsHardProcess: false, minimumPT: 1.5, maximumAbsoluteEta: 0.6)
        let whole = try FakeRun(events: 20)
        let all = try DatasetReader(path: try whole.make())
        let run = try FakeRun(events: 20, encoding: encoding)
        let path = try run.make()
        let report = try DatasetValidator.validate(path: path)
        #expect(report.passed, "\(report.text)")
        let few = try DatasetReader(path: path)
        let (before, after) = (
            try all.rowCount(ofTable: "particles"), try few.rowCount(ofTable: "particles")
        )
        #expect(after < before && after > 0)
        #expect(
            try few.read("events/particles_simulated", as: Int32.self).reduce(0) { $0 + Int($1) } == before)
        // Hits name the same barcodes; neutral particles without hits or daughters are gone; the top stays as a mother.
        #expect(
            try all.read("tracker_hits/particle_id", as: UInt64.self)
                == few.read("tracker_hits/particle_id", as: UInt64.self))
        let species = try few.read("particles/pdg_id", as: Int32.self)
        #expect(!species.contains(22) && species.contains(6))
        withExtendedLifetime(whole) {}
        let parents = try few.read("particles/parent", as: Int32.self)
        let ids = try few.read("particles/particle_id", as: UInt64.self)
        let allIDs = try all.read("particles/particle_id", as: UInt64.self)
        let allParents = try all.read("particles/parent", as: Int32.self)
        for event in 0..<20 {
            let mine = try few.rows("particles", ofEvent: event)
            let theirs = try all.rows("particles", ofEvent: event)
            for i in mine {
                let j = theirs.first { allIDs[$0] == ids[i] }
                let original = try #require(j)
                let mother = parents[i] < 0 ? 0 : ids[mine.lowerBound + Int(parents[i])]
                let expected = allParents[original] < 0 ? 0 : allIDs[theirs.lowerBound + Int(allParents[original])]
                #expect(mother == expected)
            }
        }
    }

    @Test func tablesThatAreNotWanted() throws {
        let run = try FakeRun(
            events: 10,
            encoding: EncodingOptions(writesVertices: false, writesCells: false, writesHitParticles: false))
        let path = try run.make()
        let reader = try DatasetReader(path: path)
        #expect(!reader.has("vertices") && !reader.has("tracker_cells") && !reader.has("hit_particles"))
        #expect(try reader.read("particles/vertex", as: Int32.self).allSatisfy { $0 == -1 })
        let report = try DatasetValidator.validate(path: path)
        #expect(report.passed, "\(report.text)")
        #expect(try DatasetSummary(reader).tables.map(\.name) == ["particles", "failures", "tracker_hits"])
    }

    @Test func sumsAreThoseOfTheEvents() throws {
        let run = try FakeRun(events: 30)
        let reader = try DatasetReader(path: try run.make())
        let summary = try DatasetSummary(reader)
        var event = FakeEvent()
        var sums = [Double](repeating: 0, count: 6)
        var (trials, passed) = ([Int64](repeating: 0, count: 3), [Int64](repeating: 0, count: 3))
        var flavours = DatasetSummary.AdditionalFlavours()
        for number in UInt64(3)..<33 {
            event.make(number, tracker: run.tracker)
            let process = Int(number % 3)
            for w in 0..<2 { sums[2 * process + w] += event.generated.weights[w] }
            trials[process] += Int64(1 + number % 4)
            switch number % 4 {
            case 1: flavours.light += 1
            case 2: flavours.charm += 1
            case 3: flavours.bottom += 1
            default: break
            }
            if number % 7 != 0 { passed[process] += 1 }
        }
        #expect(summary.processes.flatMap(\.sumOfWeights) == sums)
        #expect(summary.processes.map(\.trials) == trials && summary.processes.map(\.tried) == [10, 10, 10])
        #expect(summary.additionalFlavours == flavours)
        #expect(summary.processes.map(\.passed) == passed)
        #expect(summary.processes.map(\.events) == [10, 10, 10])
        #expect(summary.labels.map(\.events) == [20, 10])
        let fates = try reader.read("particles/fate", as: Int8.self)
        let stored = try #require(summary.fates)
        #expect(stored.map(\.particles) == (0..<8).map { fate in fates.count { $0 == fate } }.filter { $0 > 0 })
        #expect(stored.contains { $0.name == "failed" } && stored.contains { $0.name == "left the detector" })
        #expect(summary.text.contains(" left the detector, "))
        #expect(summary.text.contains("ttH") && summary.text.contains("/tracker_hits/true_px"))
        let decoded = try JSONDecoder().decode(DatasetSummary.self, from: Data(summary.json().utf8))
        #expect(decoded == summary)
    }
}
