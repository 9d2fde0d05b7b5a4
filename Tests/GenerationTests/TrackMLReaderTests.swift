// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib
import Configuration
import EventModel
import Glibc
import Testing

@testable import Generation

@Suite("TrackML particle files") struct TrackMLReaderTests {
    static let header = "particle_id,vx,vy,vz,px,py,pz,q,nhits"
    static let good = "4503668346847232,-0.0093,0.0099,-0.0779,-0.0553,0.3233,-0.2035,-1,8"

    /// Writes a file of its own and reads it.
    private func read(_ text: String, gzip: Bool = false, cutTo: Int? = nil) throws -> ParticleList {
        var template = Array("/tmp/eidolon-trackml-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        let path = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        defer { unlink(path) }
        close(descriptor)
        let file = gzopen(path, gzip ? "wb" : "wbT")
        _ = text.utf8.withContiguousStorageIfAvailable { gzwrite(file, $0.baseAddress, UInt32($0.count)) }
        gzclose(file)
        if let cutTo { truncate(path, cutTo) }
        return try TrackMLReader().read(path: path)
    }

    @Test("the real event is read whole") func realEvent() throws {
        let list = try TrackMLReader().read(path: fixtures + "/trackml-event000001000-particles.csv")
        #expect(list.particles.count == 12_263)
        let first = try #require(list.particles.first)
        #expect(first.barcode.rawValue == 4_503_668_346_847_232)
        #expect(first.pdgID == -211 && first.px == -0.0552689 && first.pz == -0.203492)
        #expect(list.vertices[first.vertex].z == -0.0778789)
        #expect(list.particles.last?.pdgID == 211)
        #expect(Set(list.particles.map(\.barcode)).count == list.particles.count)
        #expect(list.vertices.count == Set(list.vertices).count)
    }

    @Test("plain, CR LF, gzip and a missing last line end are the same") func encodings() throws {
        let lines = [Self.header, Self.good, Self.good.replacingFirstDigit(with: "5")]
        let plain = try read(lines.joined(separator: "\n") + "\n")
        #expect(plain.particles.count == 2)
        #expect(try read(lines.joined(separator: "\r\n") + "\r\n") == plain)
        #expect(try read(lines.joined(separator: "\n")) == plain)
        #expect(try read(lines.joined(separator: "\n") + "\n", gzip: true) == plain)
    }

    @Test("species and column order may be given") func species() throws {
        let text = "q,particle_id,particle_type,vx,vy,vz,px,py,pz\n-1,7,11,0,0,1,1,2,3\n0,8,-2112,0,0,1,1,2,3\n"
        let list = try read(text)
        #expect(list.particles.map(\.pdgID) == [11, -2112])
        #expect(list.vertices.count == 1)
    }

    @Test(
        "mistakes are told with their code",
        arguments: [
            ("", "empty-file"), (header + "\n", "empty-file"), ("nonsense\n" + good, "wrong-columns"),
            ("HepMC::Version 3.01.02\n", "wrong-format"), ("<LesHouchesEvents version=\"3.0\">\n", "wrong-format"),
            (header + ",nhits\n" + good, "wrong-columns"), ("particle_id,vx\n1,2", "wrong-columns"),
            (header + "\n4503668346847232,-0.0093,0.0099", "wrong-columns"),
            (header + "\n" + good + ",3\n", "wrong-columns"),
            (header + "\n" + good + "\n" + good + "\n", "duplicate-id"),
            (header + "\n1,0,0,0,nan,0,1,1,3\n", "bad-value"), (header + "\n1,0,0,0,inf,0,1,1,3\n", "bad-value"),
            (header + "\n1,0,0,0,1e300,0,1,1,3\n", "bad-value"), (header + "\n1,0,0,0,0,0,0,1,3\n", "bad-value"),
            (header + "\n0,0,0,0,1,0,1,1,3\n", "bad-value"), (header + "\n-5,0,0,0,1,0,1,1,3\n", "bad-value"),
            (header + "\n1,0,0,0,1,0,1,2,3\n", "bad-value"), (header + "\n1,0,0,0,1,0,1,1,-3\n", "bad-value"),
            (header + "\n1,0,0,0,1,x,1,1,3\n", "bad-value"), (header + "\n,,,,,,,,\n", "bad-value"),
            ("particle_id,particle_type,vx,vy,vz,px,py,pz,q\n1,123456,0,0,0,1,0,1,1\n", "unknown-species"),
            ("particle_id,particle_type,vx,vy,vz,px,py,pz,q\n1,11,0,0,0,1,0,1,1\n", "bad-value"),
        ])
    func mistakes(text: String, code: String) {
        #expect(codes { _ = try read(text) } == [code])
    }

    @Test("a line of a million characters is told", arguments: [header + "\n1,", ""])
    func endlessLine(start: String) {
        #expect(codes { _ = try read(start + String(repeating: "9", count: 1_000_000)) } == ["unreadable-line"])
    }

    @Test("every mistake is told, at most twenty of them") func manyMistakes() {
        let three = [Self.header, "1,0,0,0,nan,0,1,1,3", Self.good, "2,0", "3,0,0,0,0,0,0,1,1"].joined(separator: "\n")
        #expect(codes { _ = try read(three) } == ["bad-value", "wrong-columns", "bad-value"])
        let lines = [Self.header] + Array(repeating: "broken", count: 100_000)
        let found = codes { _ = try read(lines.joined(separator: "\n")) }
        #expect(found.count == TrackMLReader.maximumMistakes + 1 && found.last == "too-many-mistakes")
        do {
            _ = try read(three)
        } catch let error as Diagnostics {
            #expect(error.all.map(\.line) == [2, 4, 5])
        } catch {
            Issue.record("not a diagnostic")
        }
    }

    @Test("a gzip file cut short, a directory and a missing file are told") func damagedFiles() {
        let lines = [Self.header] + (1...2000).map { "\($0),0,0,0,\($0),0.\($0 * 7919 % 9973),1,1,3" }
        #expect(
            codes { _ = try read(lines.joined(separator: "\n"), gzip: true, cutTo: 5000) }.contains("unreadable-line"))
        #expect(codes { _ = try TrackMLReader().read(path: "/tmp") } == ["unreadable-file"])
        #expect(codes { _ = try TrackMLReader().read(path: "/dev/zero") } == ["unreadable-file"])
        #expect(codes { _ = try TrackMLReader().read(path: "/nowhere/x.csv") } == ["unreadable-file"])
    }

    @Test("a file's event keeps its barcodes, and pile-up comes after its collisions") func generatorFromFile() throws {
        let path = fixtures + "/trackml-event000001000-particles.csv"
        let settings = CollisionSettings(
            source: .file(FileSource(paths: [path], label: 4)), pileUp: PileUpSettings(mean: 3))
        let generator = try EventGenerator(
            settings: settings, cards: try standardCards(), plan: GenerationPlan(numbers: [:]), seed: 1)
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        generator.generate(event: 5, into: &event, scratch: &scratch)
        #expect(event.label == 4)
        #expect(event.particles.barcode[0] == 4_503_668_346_847_232)
        #expect(Set(event.particles.barcode.array()).count == event.particles.count)
        #expect(event.particles.count > 12_263)
    }
}

extension String {
    fileprivate func replacingFirstDigit(with digit: String) -> String { digit + dropFirst() }
}
