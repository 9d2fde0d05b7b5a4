// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Reads a `particles.csv` of the TrackML challenge.
///
/// Columns `particle_id, [particle_type,] vx, vy, vz, px, py, pz, q, nhits` (mm, GeV/c, elementary charges), named by
/// the first line, in any order; `nhits` may be absent. A file without species gets `species` for positive particles,
/// its antiparticle for negative ones, and photons for neutral ones. Particle identities are kept as barcodes.
/// At most one million particles, lines of 4096 bytes and 256 MiB are read. Every mistake is reported with its line;
/// reading goes on after a bad line until `maximumMistakes` are found.
public struct TrackMLReader: Sendable {
    public static let maximumMistakes = 20
    public static let maximumParticles = 1_000_000
    /// PDG number given to positive particles.
    public let species: Int32

    public init(species: Int32 = 211) { self.species = species }

    /// - Throws: everything that is wrong with the file.
    public func read(path: String) throws(Diagnostics) -> ParticleList {
        var lines = try LineReader(path: path)
        var parser = TrackMLParser(path: path, species: species)
        do throws(LineReader.Failure) {
            while parser.goesOn, let line = try lines.next() { parser.take(line, number: lines.lineNumber) }
        } catch {
            parser.report("unreadable-line", at: max(lines.lineNumber, 1), Self.explain(error))
        }
        return try parser.finish(lastLine: lines.lineNumber)
    }

    private static func explain(_ failure: LineReader.Failure) -> String {
        switch failure {
        case .lineTooLong(let limit): "the line is longer than \(limit) bytes"
        case .fileTooLarge(let limit): "the file is larger than \(limit) bytes"
        case .unreadable: "the file cannot be read further: it is damaged, cut short or no file"
        }
    }
}

/// The state of reading one file.
struct TrackMLParser {
    private enum Field: String, CaseIterable {
        case identity = "particle_id"
        case type = "particle_type"
        case vx, vy, vz, px, py, pz, q, nhits
    }
    private let path: String
    private let species: Int32
    private var fields: [Field] = []
    private var headerIsBad = false
    private var list = ParticleList()
    private var vertexPositions: [ParticleList.Vertex: Int] = [:]
    private var identities: Set<UInt64> = []
    private var mistakes: [Diagnostic] = []

    init(path: String, species: Int32) {
        self.path = path
        self.species = species
    }

    var goesOn: Bool { !headerIsBad && mistakes.count < TrackMLReader.maximumMistakes }

    mutating func report(_ code: String, at line: Int, _ problem: String, remedy: String? = nil) {
        mistakes.append(Diagnostic(code: code, file: path, line: line, problem: problem, remedy: remedy))
    }

    mutating func finish(lastLine: Int) throws(Diagnostics) -> ParticleList {
        if mistakes.isEmpty && list.particles.isEmpty {
            report("empty-file", at: max(lastLine, 1), "the file holds no particles")
        }
        if mistakes.count >= TrackMLReader.maximumMistakes {
            report("too-many-mistakes", at: lastLine, "reading stopped here: too many mistakes")
        }
        guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
        return list
    }

    mutating func take(_ line: String, number: Int) {
        if fields.isEmpty { return readHeader(line, number: number) }
        if line.isEmpty { return }
        let texts = line.split(separator: ",", omittingEmptySubsequences: false)
        guard texts.count == fields.count else {
            return report(
                "wrong-columns", at: number, "\(texts.count) values stand here, \(fields.count) columns are declared",
                remedy: "the line may be cut short")
        }
        guard list.particles.count < TrackMLReader.maximumParticles else {
            headerIsBad = true
            return report("too-many-particles", at: number, "more than \(TrackMLReader.maximumParticles) particles")
        }
        readParticle(texts, number: number)
    }

    /// What a file is that is none of TrackML, from its first line.
    private static func otherFormat(_ line: String) -> (name: String, key: String)? {
        if line.hasPrefix("HepMC::") { return ("HepMC3", "hepmc3") }
        return line.hasPrefix("<LesHouchesEvents") ? ("Les Houches events", "lhe") : nil
    }

    private mutating func readHeader(_ line: String, number: Int) {
        var found: [Field] = []
        for name in line.split(separator: ",", omittingEmptySubsequences: false) {
            guard let field = Field(rawValue: String(name)), !found.contains(field) else {
                headerIsBad = true
                if let format = Self.otherFormat(line) {
                    return report(
                        "wrong-format", at: number, "this is no table of particles but \(format.name)",
                        remedy: "write `format: \(format.key)` beside the file")
                }
                report(
                    "wrong-columns", at: number, "column \"\(name.prefix(40))\" is unknown or named twice",
                    remedy: "columns: \(Field.allCases.map(\.rawValue).joined(separator: ","))")
                return
            }
            found.append(field)
        }
        let missing = Field.allCases.filter { ![.type, .nhits].contains($0) && !found.contains($0) }
        guard missing.isEmpty else {
            headerIsBad = true
            let names = missing.map(\.rawValue).joined(separator: ", ")
            return report("wrong-columns", at: number, "the first line does not name \(names)")
        }
        fields = found
    }

    private mutating func readParticle(_ texts: [Substring], number: Int) {
        var identity: UInt64?
        var type: Int32?
        var values: [Field: Double] = [:]
        for (field, text) in zip(fields, texts) {
            switch field {
            case .identity: identity = UInt64(text)
            case .type:
                type = Int32(text)
                if type == nil { return report("bad-value", at: number, "particle_type is no whole number") }
            default:
                guard let value = Double(text), value.isFinite, abs(value) < 1e9 else {
                    return report(
                        "bad-value", at: number, "\(field.rawValue) is no finite number below 1e9: \(text.prefix(40))")
                }
                values[field] = value
            }
        }
        guard let identity, identity != 0 else {
            return report("bad-value", at: number, "particle_id is no positive whole number")
        }
        guard identities.insert(identity).inserted else {
            return report("duplicate-id", at: number, "particle_id \(identity) stands in the file already")
        }
        guard let charge = values[.q], let pdgID = pdgID(type: type, charge: charge, number: number) else { return }
        append(identity: identity, pdgID: pdgID, values: values, number: number)
    }

    private mutating func pdgID(type: Int32?, charge: Double, number: Int) -> Int32? {
        guard let type else {
            switch charge {
            case 1: return species
            case -1: return ParticleData.antiparticle(species)
            case 0: return 22
            default:
                report("bad-value", at: number, "a particle without species has charge -1, 0 or 1")
                return nil
            }
        }
        guard let charge3 = ParticleData.charge3(type) else {
            report("unknown-species", at: number, "particle_type \(type) is not in the particle table")
            return nil
        }
        guard Double(charge3) == 3 * charge else {
            report("bad-value", at: number, "the charge is not that of \(ParticleData.name(type))")
            return nil
        }
        return type
    }

    private mutating func append(identity: UInt64, pdgID: Int32, values: [Field: Double], number: Int) {
        guard let x = values[.vx], let y = values[.vy], let z = values[.vz],
            let px = values[.px], let py = values[.py], let pz = values[.pz]
        else { return }
        guard px != 0 || py != 0 || pz != 0 else {
            return report("bad-value", at: number, "the momentum is zero")
        }
        if let hits = values[.nhits], hits < 0 || hits != hits.rounded(.towardZero) {
            return report("bad-value", at: number, "nhits is no whole number")
        }
        let barcode = Barcode(rawValue: identity)
        let vertex = ParticleList.Vertex(x: x, y: y, z: z, collision: max(barcode.vertex, 1))
        let position = vertexPositions[vertex] ?? list.vertices.count
        if position == list.vertices.count {
            list.vertices.append(vertex)
            vertexPositions[vertex] = position
        }
        list.particles.append(
            ParticleList.Particle(
                pdgID: pdgID, barcode: barcode, vertex: position, px: px, py: py, pz: pz,
                mass: ParticleData.mass(pdgID) ?? 0))
    }
}
