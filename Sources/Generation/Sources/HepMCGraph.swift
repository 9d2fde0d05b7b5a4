// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The particles and vertices of one event of a HepMC3 file, checked while their lines pass.
///
/// Files name particles and vertices before or after their lines, and leave out the lines of vertices with one incoming
/// particle and no position; so an event is whole only when all lines have passed. `order` then lists its vertices such
/// that every particle begins before it ends.
struct HepMCGraph {
    /// Where a line, or the end of one, stands in the text of the event.
    struct Text: BitwiseCopyable {
        var start: Int
        var end: Int
    }
    struct Vertex: BitwiseCopyable {
        var text = Text(start: 0, end: 0)
        /// It has a line, or is one that needs none.
        var isThere = false
    }

    private var particlesWanted = 0
    private var verticesWanted = 0
    private(set) var weightCount = 0
    private var hasUnits = false
    /// A quark or gluon is final: the generator stopped before hadronisation.
    private(set) var hasFinalPartons = false
    /// The first final species that the particle table lacks.
    private(set) var unknownSpecies: Int32?
    /// By particle: its vertices, -1 for none, and the fields after the mother.
    private(set) var productions: [Int32] = []
    private(set) var ends: [Int32] = []
    private(set) var particleTexts: [Text] = []
    /// In the order in which they are named first.
    private(set) var vertices: [Vertex] = []
    /// By the file's number of a vertex: its position above, -1 for none.
    private var positions: [Int32] = []
    private(set) var order: [Int32] = []
    /// The particles that begin at each vertex, and those that end there: positions in `outgoing` and `incoming`.
    private(set) var outgoing = Grouping()
    private(set) var incoming = Grouping()

    private static let maximumCount = 1 << 24
    /// Momenta, energies and masses are below this, GeV or MeV; positions below it too, mm or cm.
    private static let largest = 1e15

    init() {}

    var particleCount: Int { particleTexts.count }

    /// Reads the first line of an event.
    ///
    /// - Returns: what is wrong with it.
    mutating func begin(_ line: UnsafeRawBufferPointer) -> String? {
        (weightCount, hasUnits, particlesWanted, verticesWanted) = (0, false, 0, 0)
        (hasFinalPartons, unknownSpecies) = (false, nil)
        productions.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        particleTexts.removeAll(keepingCapacity: true)
        vertices.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        var fields = RecordFields(line, from: 2)
        guard fields.integer() != nil, let vertices = fields.integer(), let particles = fields.integer(),
            (0...Self.maximumCount).contains(vertices), (0...Self.maximumCount).contains(particles)
        else { return "its first line has no number, vertices and particles" }
        (particlesWanted, verticesWanted) = (particles, vertices)
        return Self.position(&fields)
    }

    /// Reads another line of the event.
    ///
    /// - Parameter offset: where the line begins in the text of the event.
    /// - Returns: what is wrong with it.
    mutating func take(_ line: UnsafeRawBufferPointer, at offset: Int, weightCount names: Int) -> String? {
        var fields = RecordFields(line, from: 2)
        switch line[0] {
        case UInt8(ascii: "P"): return particle(&fields, at: offset)
        case UInt8(ascii: "V"): return vertex(&fields, at: offset)
        case UInt8(ascii: "U"): return units(&fields)
        case UInt8(ascii: "W"): return weights(&fields, names: names)
        default: return nil
        }
    }

    private mutating func units(_ fields: inout RecordFields) -> String? {
        guard !hasUnits, let momentum = fields.next(), let length = fields.next() else {
            return "its units are unclear"
        }
        hasUnits = true
        let isKnown =
            ["GEV", "MEV"].contains(RecordText.string(momentum)) && ["MM", "CM"].contains(RecordText.string(length))
        return isKnown ? nil : "its units are none of GEV, MEV and MM, CM"
    }

    private mutating func weights(_ fields: inout RecordFields, names: Int) -> String? {
        guard weightCount == 0 else { return "it has weights twice" }
        while let field = fields.next() {
            guard RecordText.isNumber(field) else { return "weight \(weightCount + 1) is not a finite number" }
            weightCount += 1
        }
        return names == 0 || weightCount == names ? nil : "it has \(weightCount) weights where \(names) are named"
    }

    private mutating func particle(_ fields: inout RecordFields, at offset: Int) -> String? {
        let number = particleTexts.count + 1
        guard fields.integer() == number else { return "particle \(number) has another number" }
        guard let origin = fields.integer() else { return "particle \(number) has no mother or vertex" }
        let start = offset + fields.consumed
        guard let pdgID = fields.integer(), abs(pdgID) < 1 << 31 else { return "particle \(number) has no species" }
        var final = HepMCFinalParticle(pdgID: Int32(truncatingIfNeeded: pdgID))
        for component in 0..<5 {
            guard let value = fields.number(), abs(value) < Self.largest else {
                return "particle \(number) has no finite momentum, energy and mass"
            }
            switch component {
            case 3: final.energy = value
            case 4: final.mass = value
            default: final.momentum2 += value * value
            }
        }
        guard let status = fields.integer(), abs(status) < 1 << 31 else { return "particle \(number) has no status" }
        if status == 1 {
            if let problem = final.problem { return "particle \(number) is final and \(problem)" }
            if final.isParton { hasFinalPartons = true }
            if unknownSpecies == nil && final.isUnknown { unknownSpecies = final.pdgID }
        }
        guard number <= particlesWanted else {
            return "it has more particles than the \(particlesWanted) that are announced"
        }
        particleTexts.append(Text(start: start, end: offset + fields.consumed))
        while productions.count < number { productions.append(-1) }
        return begin(number, at: origin)
    }

    /// Where a particle begins: a vertex (negative), where a particle ends (positive), or nowhere (0).
    private mutating func begin(_ number: Int, at origin: Int) -> String? {
        if origin < 0 {
            guard -origin <= verticesWanted else {
                return "particle \(number) starts at vertex \(origin), which is not there"
            }
            productions[number - 1] = position(ofVertex: -origin)
        } else if origin > 0 {
            guard origin <= particlesWanted, origin != number else {
                return "particle \(number) has mother \(origin), which is not there"
            }
            if end(of: origin) < 0 {
                setEnd(of: origin, Int32(vertices.count))
                vertices.append(Vertex(isThere: true))
            }
            productions[number - 1] = end(of: origin)
        }
        return nil
    }

    private mutating func vertex(_ fields: inout RecordFields, at offset: Int) -> String? {
        guard let id = fields.integer(), id < 0, -id <= verticesWanted else { return "a vertex has no number" }
        guard fields.integer() != nil, let list = fields.next(), list.count >= 2, list[0] == UInt8(ascii: "["),
            list[list.count - 1] == UInt8(ascii: "]")
        else { return "vertex \(id) has no status or list of incoming particles" }
        let here = position(ofVertex: -id)
        guard !vertices[Int(here)].isThere else { return "vertex \(id) stands there twice" }
        let start = offset + fields.consumed
        for part in list[1..<list.count - 1].split(separator: UInt8(ascii: ",")) {
            guard let number = RecordText.integer(UnsafeRawBufferPointer(rebasing: part)), number > 0,
                number <= particlesWanted
            else { return "vertex \(id) takes in a particle that is not there" }
            guard end(of: number) < 0 else { return "particle \(number) ends at two vertices" }
            setEnd(of: number, here)
        }
        let problem = Self.position(&fields)
        vertices[Int(here)] = Vertex(text: Text(start: start, end: offset + fields.consumed), isThere: true)
        return problem
    }

    private mutating func position(ofVertex id: Int) -> Int32 {
        while positions.count <= id { positions.append(-1) }
        if positions[id] < 0 {
            positions[id] = Int32(vertices.count)
            vertices.append(Vertex())
        }
        return positions[id]
    }

    private func end(of particle: Int) -> Int32 { particle <= ends.count ? ends[particle - 1] : -1 }

    private mutating func setEnd(of particle: Int, _ vertex: Int32) {
        while ends.count < particle { ends.append(-1) }
        ends[particle - 1] = vertex
    }

    /// `@ x y z t`, or nothing.
    private static func position(_ fields: inout RecordFields) -> String? {
        guard let at = fields.next() else { return nil }
        guard at.count == 1, at[0] == UInt8(ascii: "@") else { return "a position does not begin with `@`" }
        for _ in 0..<4 {
            guard let value = fields.number(), abs(value) < largest else {
                return "a position is not four finite numbers"
            }
        }
        return nil
    }

    /// To be called after the last line: counts, references and order.
    ///
    /// - Returns: what is wrong with the event as a whole.
    mutating func finish() -> String? {
        guard particleCount == particlesWanted else {
            return "it has \(particleCount) particles where \(particlesWanted) are announced"
        }
        guard particleCount > 0 else { return "it has no particles" }
        if let missing = vertices.firstIndex(where: { !$0.isThere }) {
            let id = positions.firstIndex(of: Int32(missing)) ?? 0
            return "particles start at vertex -\(id), which is not there"
        }
        guard vertices.count == verticesWanted else {
            return "it has \(vertices.count) vertices where \(verticesWanted) are announced"
        }
        while ends.count < particleCount { ends.append(-1) }
        outgoing.group(productions, into: vertices.count)
        incoming.group(ends, into: vertices.count)
        return sort() ? nil : "a particle is its own ancestor"
    }

    /// Orders the vertices (Kahn, Commun. ACM 5 (1962) 558); false if there is a circle.
    private mutating func sort() -> Bool {
        order.removeAll(keepingCapacity: true)
        var waiting = [Int32](repeating: 0, count: vertices.count)
        for i in 0..<particleCount where ends[i] >= 0 && productions[i] >= 0 { waiting[Int(ends[i])] += 1 }
        for vertex in vertices.indices where waiting[vertex] == 0 { order.append(Int32(vertex)) }
        var next = 0
        while next < order.count {
            for particle in outgoing[Int(order[next])] where ends[Int(particle)] >= 0 {
                let end = Int(ends[Int(particle)])
                waiting[end] -= 1
                if waiting[end] == 0 { order.append(Int32(end)) }
            }
            next += 1
        }
        return order.count == vertices.count
    }

    /// Members by group, in ascending order.
    struct Grouping {
        private var starts: [Int32] = []
        private var members: [Int32] = []

        mutating func group(_ groups: [Int32], into count: Int) {
            starts = [Int32](repeating: 0, count: count + 1)
            for group in groups where group >= 0 { starts[Int(group) + 1] += 1 }
            for group in 0..<count { starts[group + 1] += starts[group] }
            members = [Int32](repeating: 0, count: Int(starts[count]))
            var places = starts
            for (member, group) in groups.enumerated() where group >= 0 {
                members[Int(places[Int(group)])] = Int32(member)
                places[Int(group)] += 1
            }
        }

        subscript(group: Int) -> ArraySlice<Int32> { members[Int(starts[group])..<Int(starts[group + 1])] }
    }
}
