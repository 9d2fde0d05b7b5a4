// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// One event of a Les Houches file (Alwall et al., Comput. Phys. Commun. 176 (2007) 300; Boos et al., hep-ph/0109068).
struct LesHouchesRecord {
    struct Particle: BitwiseCopyable {
        var pdgID: Int32
        /// -1 incoming, 1 final, 2 intermediate.
        var status: Int32
        /// Positions from 0, -1 for none.
        var mother: Int32
        var colour: Int32
        var anticolour: Int32
        var momentum: FourVector
        var mass: Double
    }

    var particles: [Particle] = []
    /// As in the file.
    var weight = 0.0
    var scale = 0.0
    /// Further weights with their identifiers.
    var weights: [Double] = []
    var weightNames: [String] = []
    private var announced = 0

    /// Largest number of particles and weights.
    static let maximumParticles = 500
    static let maximumWeights = 10_000

    /// Species with which the chain of stages can go on.
    static func isKnown(_ pdgID: Int32) -> Bool {
        switch abs(pdgID) {
        case 1...6, 11...16: true
        default: [21, 22, 23, 24, -24, 25].contains(pdgID)
        }
    }

    /// Species that decay in the file or by our own rules.
    static func isResonance(_ pdgID: Int32) -> Bool {
        switch abs(pdgID) {
        case 6, 23, 24, 25: true
        default: false
        }
    }

    /// A final particle or a resonance that decays in the file.
    func isOutgoing(_ particle: Particle) -> Bool {
        particle.status == 1 || (particle.status == 2 && Self.isResonance(particle.pdgID))
    }

    /// The nearest resonance that decays in the file to a particle, among others perhaps; -1 for none.
    func nearestResonance(above i: Int) -> Int {
        var mother = Int(particles[i].mother)
        while mother >= 0 {
            let candidate = particles[mother]
            if candidate.status == 2 && Self.isResonance(candidate.pdgID) { return mother }
            mother = candidate.status == -1 ? -1 : Int(candidate.mother)
        }
        return -1
    }

    /// Reads the text of an event, from `<event` to the line before the next one.
    ///
    /// - Returns: what is wrong, with the line from 0 within the text; nil if nothing is.
    mutating func read(_ text: UnsafeRawBufferPointer) -> (line: Int, problem: String)? {
        particles.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        weightNames.removeAll(keepingCapacity: true)
        var lines = TextLines(text)
        var isOpen = false
        var hasHead = false
        var isClosed = false
        while let line = lines.next() {
            guard let first = line.first else { continue }
            if !isOpen {
                isOpen = true
                continue
            }
            if first == UInt8(ascii: "<") {
                if RecordText.begins(line, with: "</event") { isClosed = true }
                if RecordText.begins(line, with: "<wgt"), let problem = readWeight(line) {
                    return (lines.number, problem)
                }
            } else if first == UInt8(ascii: "#") || isClosed
                || (hasHead && particles.count >= announced && isText(line))
            {
                continue
            } else if !hasHead {
                guard readHead(line) else { return (lines.number, "its first line is not one of six numbers") }
                hasHead = true
            } else if let problem = readParticle(line) {
                return (lines.number, problem)
            }
        }
        guard hasHead else { return (0, "it is empty") }
        guard particles.count == announced else {
            return (0, "it has \(particles.count) particles where \(announced) are announced")
        }
        return check().map { (0, $0) }
    }

    /// Free text between particles and tags: anything that does not begin like a number.
    private func isText(_ line: UnsafeRawBufferPointer) -> Bool {
        var fields = RecordFields(line)
        return fields.integer() == nil
    }

    private mutating func readHead(_ line: UnsafeRawBufferPointer) -> Bool {
        var fields = RecordFields(line)
        guard let count = fields.integer(), fields.integer() != nil, let weight = fields.number(),
            let scale = fields.number(), fields.number() != nil, fields.number() != nil, count >= 0
        else { return false }
        (announced, self.weight, self.scale) = (count, weight, scale)
        return true
    }

    private mutating func readParticle(_ line: UnsafeRawBufferPointer) -> String? {
        guard particles.count < min(announced, Self.maximumParticles) else {
            return "it has more particles than the \(announced) that are announced"
        }
        let number = particles.count + 1
        var fields = RecordFields(line)
        guard let pdgID = fields.integer(), let status = fields.integer(), let mother = fields.integer(),
            fields.integer() != nil, let colour = fields.integer(), let anticolour = fields.integer(),
            let px = fields.number(), let py = fields.number(), let pz = fields.number(), let energy = fields.number(),
            let mass = fields.number()
        else { return "particle \(number) is not one line of numbers" }
        guard abs(pdgID) < 1 << 31, abs(status) < 1 << 31, mother >= 0, mother < number || mother <= announced,
            (0..<1 << 24).contains(colour), (0..<1 << 24).contains(anticolour)
        else { return "particle \(number) has a species, mother or colour out of range" }
        guard max(abs(px), abs(py), abs(pz), abs(energy)) < 1e7, abs(mass) < 1e6 else {
            return "particle \(number) has a momentum out of range"
        }
        particles.append(
            Particle(
                pdgID: Int32(pdgID), status: Int32(status), mother: Int32(mother) - 1, colour: Int32(colour),
                anticolour: Int32(anticolour), momentum: FourVector(px: px, py: py, pz: pz, energy: energy),
                mass: mass))
        return nil
    }

    /// `<wgt id='NAME'> VALUE </wgt>`; the name may hold anything but the quotation mark around it.
    private mutating func readWeight(_ line: UnsafeRawBufferPointer) -> String? {
        guard weights.count < Self.maximumWeights else { return "it has more than \(Self.maximumWeights) weights" }
        guard let name = LesHouchesTag.attribute("id", of: line),
            let body = LesHouchesTag.body(of: line, from: name.end)
        else { return "weight \(weights.count + 1) has no id or no value" }
        var fields = RecordFields(body)
        guard let value = fields.number() else { return "weight \(weights.count + 1) is not a finite number" }
        weights.append(value)
        weightNames.append(name.text)
        return nil
    }
}

/// Reads single events of a Les Houches file; one per worker.
final class LesHouchesReader: @unchecked Sendable {
    private(set) var record = LesHouchesRecord()
    private var text: [UInt8] = []

    /// False if the file has changed since it was scanned.
    func read(_ place: EventFileIndex.Record, of file: EventFile) -> Bool {
        if text.count < place.length { text = [UInt8](repeating: 0, count: 2 * place.length) }
        return text.withUnsafeMutableBytes { bytes in
            let part = UnsafeMutableRawBufferPointer(rebasing: bytes[..<place.length])
            return file.read(place.offset..<place.offset + place.length, into: part)
                && record.read(UnsafeRawBufferPointer(part)) == nil
        }
    }
}

/// Attributes of tags, in the loose XML that generators write.
enum LesHouchesTag {
    /// The value of an attribute of the tag at the beginning of a line, and where the tag ends.
    static func attribute(_ name: StaticString, of line: UnsafeRawBufferPointer) -> (text: String, end: Int)? {
        var i = 0
        while i + name.utf8CodeUnitCount < line.count {
            let rest = UnsafeRawBufferPointer(rebasing: line[i...])
            let isWord = i > 0 && (line[i - 1] == 0x20 || line[i - 1] == 0x09)
            guard isWord, RecordText.begins(rest, with: name) else {
                i += 1
                continue
            }
            var position = i + name.utf8CodeUnitCount
            while position < line.count && (line[position] == 0x20 || line[position] == UInt8(ascii: "=")) {
                position += 1
            }
            guard position < line.count, line[position] == UInt8(ascii: "'") || line[position] == UInt8(ascii: "\"")
            else {
                i += 1
                continue
            }
            let quote = line[position]
            guard let close = line[(position + 1)...].firstIndex(of: quote),
                let end = line[close...].firstIndex(of: UInt8(ascii: ">"))
            else { return nil }
            return (RecordText.string(UnsafeRawBufferPointer(rebasing: line[(position + 1)..<close])), end + 1)
        }
        return nil
    }

    /// What stands between a tag that ends before `start` and the next tag.
    static func body(of line: UnsafeRawBufferPointer, from start: Int) -> UnsafeRawBufferPointer? {
        guard start <= line.count else { return nil }
        let end = line[start...].firstIndex(of: UInt8(ascii: "<")) ?? line.count
        return UnsafeRawBufferPointer(rebasing: line[start..<end])
    }
}

/// The lines of a text in memory, without blanks at either end.
struct TextLines {
    private let text: UnsafeRawBufferPointer
    private var position = 0
    /// Of the line given last, from 0.
    private(set) var number = -1

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    mutating func next() -> UnsafeRawBufferPointer? {
        guard position < text.count else { return nil }
        let end = text[position...].firstIndex(of: 0x0A) ?? text.count
        var (low, high) = (position, end)
        position = end + 1
        number += 1
        while low < high && text[low] <= 0x20 { low += 1 }
        while high > low && text[high - 1] <= 0x20 { high -= 1 }
        return UnsafeRawBufferPointer(rebasing: text[low..<high])
    }
}
