// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Cosine and sine of an angle in radians.
struct ElementaryAngle {
    let cosine: Double
    let sine: Double
    init(_ angle: Double) {
        let (sine, cosine) = Elementary.sincos(angle)
        (self.cosine, self.sine) = (cosine, sine)
    }
}

extension RecursionProgram {
    /// The program of a tree amplitude; nil if a particle is unknown or no diagram exists.
    ///
    /// - Parameters:
    ///   - particles: at most seven, incoming ones first.
    ///   - strongPower: power of the strong coupling; the remaining vertices are electroweak.
    ///   - lowestPower: with it, diagrams with fewer strong and more electroweak vertices are added.
    ///   - massiveBottom: whether bottom quarks are distinct massive quarks, or massless like down quarks.
    init?(
        _ particles: [ExternalParticle], strongPower: Int, lowestPower: Int? = nil, model: StandardModel,
        massiveBottom: Bool = true
    ) {
        let fields = particles.compactMap { $0.field(massiveBottom: massiveBottom) }
        guard fields.count == particles.count, (4...7).contains(particles.count) else { return nil }
        var builder = RecursionBuilder(
            fields: fields, strongPower: strongPower, lowestPower: lowestPower ?? strongPower, model: model)
        builder.build()
        let last = builder.all ^ (1 << UInt8(builder.root))
        let closing = builder.keys.indices.filter { builder.keys[$0].particles == last }
        let partners = closing.map { Self.partners(builder.keys[$0].colour, fields, root: builder.root) }
        var distinct: [InlinePartners] = []
        for flow in partners where !distinct.contains(flow) { distinct.append(flow) }
        guard !closing.isEmpty, distinct.count <= Self.maximumFlows else { return nil }
        let needed = Self.reachable(from: closing, builder)
        let order = builder.keys.indices.filter { $0 < fields.count || needed.contains($0) }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
        guard order.count < Int(Int16.max) else { return nil }

        var terms: [RecursionTerm] = []
        var currents: [RecursionCurrent] = []
        for old in order {
            let key = builder.keys[old]
            let first = terms.count
            for term in builder.terms[old] {
                let inputs = term.inputs.map { Int16(places[$0] ?? 0) }
                terms.append(
                    RecursionTerm(
                        kind: term.kind, first: inputs[0], second: inputs[1],
                        third: inputs.count > 2 ? inputs[2] : -1, left: term.left, right: term.right))
            }
            currents.append(
                RecursionCurrent(
                    propagator: key.particles == last ? .none : Self.propagator(key.field), particles: key.particles,
                    mass: model.mass(key.field), firstTerm: Int32(first), termCount: Int32(terms.count - first)))
        }
        externals = fields.count
        self.currents = ConstantTable(currents)
        self.terms = ConstantTable(terms)
        root = builder.root
        closings = ConstantTable(
            zip(closing, partners).map { old, flow in
                RecursionClosing(
                    current: Int16(places[old] ?? 0), flow: Int16(distinct.firstIndex(of: flow) ?? 0),
                    replaced: Int16((strongPower - builder.keys[old].power) / 2))
            })
        flowCount = distinct.count
        closesWithVector = !fields[builder.root].isFermion
        flows = ColourFlows(
            flows: distinct, uppers: fields.indices.filter { fields[$0].hasUpperColour },
            lowers: fields.indices.filter { fields[$0].hasLowerColour })
        colourMatrix = ConstantTable(flows.matrix)
        colourSums = ConstantTable(Self.triangle(flows.matrix, flows.flows.count))
        self.particles = particles
        self.strongPower = strongPower
        masses = fields.map { model.mass($0) }
        spinStates = fields.map { Self.states($0) }
        averaging = Self.averaging(particles, fields)
        let unstable = particles.enumerated().reduce(UInt8(0)) { mask, entry in
            !entry.element.isIncoming && [6, 23, 24].contains(abs(entry.element.pdgID))
                ? mask | 1 << UInt8(entry.offset) : mask
        }
        spins = SpinEnumeration(states: spinStates, root: builder.root, unstable: unstable)
    }

    private static func reachable(from closing: [Int], _ builder: RecursionBuilder) -> Set<Int> {
        var needed = Set(closing)
        var open = closing
        while let next = open.popLast() {
            for term in builder.terms[next] {
                for input in term.inputs where needed.insert(input).inserted { open.append(input) }
            }
        }
        return needed
    }

    private static func propagator(_ field: AmplitudeField) -> RecursionCurrent.Propagator {
        switch field {
        case .quark: .quark
        case .antiquark: .antiquark
        case .gluon, .singletGluon, .photon: .masslessVector
        case .zBoson, .wPlus, .wMinus: .massiveVector
        case .higgs: .scalar
        }
    }

    private static func states(_ field: AmplitudeField) -> Int {
        switch field {
        case .higgs: 1
        case .zBoson, .wPlus, .wMinus: 3
        default: 2
        }
    }

    private static func partners(_ colour: ColourState, _ fields: [AmplitudeField], root: Int) -> InlinePartners {
        var colour = colour
        if fields[root].hasLowerColour && colour.upper >= 0 {
            colour.connect(upper: colour.upper, lower: Int8(root))
        }
        if fields[root].hasUpperColour && colour.lower >= 0 {
            colour.connect(upper: Int8(root), lower: colour.lower)
        }
        return colour.partners
    }

    private static func triangle(_ matrix: [Double], _ count: Int) -> [Double] {
        var sums: [Double] = []
        for a in 0..<count {
            for b in a..<count { sums.append(a == b ? matrix[a * count + b] : 2 * matrix[a * count + b]) }
        }
        return sums
    }

    private static func averaging(_ particles: [ExternalParticle], _ fields: [AmplitudeField]) -> Double {
        var factor = 1.0
        for (particle, field) in zip(particles, fields) where particle.isIncoming {
            factor /= Double(states(field))
            if field.isFermion { factor /= 3 } else if field == .gluon { factor /= 8 }
        }
        var counts: [Int32: Int] = [:]
        for particle in particles where !particle.isIncoming { counts[particle.pdgID, default: 0] += 1 }
        for count in counts.values.sorted() { for n in 1...count { factor /= Double(n) } }
        return factor
    }
}
