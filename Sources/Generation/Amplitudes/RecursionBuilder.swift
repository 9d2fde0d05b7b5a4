// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds all currents and terms of a tree amplitude.
struct RecursionBuilder {
    struct Key: Hashable {
        var field: AmplitudeField
        var particles: UInt8
        var power: Int
        var colour: ColourState
    }

    struct Term {
        var kind: RecursionTerm.Kind
        var inputs: [Int]
        var left: Double
        var right: Double
    }

    let model: StandardModel
    let strongPower: Int
    let lowestPower: Int
    let fields: [AmplitudeField]
    let root: Int
    private(set) var keys: [Key] = []
    private(set) var terms: [[Term]] = []
    private var positions: [Key: Int] = [:]
    private var byParticles: [[Int]]
    private let fermions: UInt8

    /// - Parameters:
    ///   - fields: the fields of the external particles; at most eight.
    ///   - strongPower: power of the strong coupling of the amplitude.
    ///   - lowestPower: diagrams with two, four, ... powers less are added down to this one.
    init(fields: [AmplitudeField], strongPower: Int, lowestPower: Int, model: StandardModel) {
        self.fields = fields
        self.model = model
        self.strongPower = strongPower
        self.lowestPower = lowestPower
        // The last antiquark field closes the amplitude, the last particle if there is none.
        root =
            fields.lastIndex {
                if case .antiquark = $0 { true } else { false }
            } ?? fields.count - 1
        byParticles = Array(repeating: [], count: 1 << fields.count)
        fermions = fields.enumerated().reduce(0) { $1.element.isFermion ? $0 | 1 << UInt8($1.offset) : $0 }
    }

    var all: UInt8 { UInt8((1 << fields.count) - 1) }
    private var rest: UInt8 { all ^ (1 << UInt8(root)) }

    /// Builds everything below the root.
    mutating func build() {
        for (position, field) in fields.enumerated() {
            var colour = ColourState()
            if field.hasUpperColour { colour.upper = Int8(position) }
            if field.hasLowerColour { colour.lower = Int8(position) }
            let key = Key(field: field, particles: 1 << UInt8(position), power: 0, colour: colour)
            _ = self.position(of: key)
        }
        let subsets = (1...Int(all)).map { UInt8($0) }.filter { $0 & ~rest == 0 && $0.nonzeroBitCount > 1 }
        for particles in subsets.sorted(by: { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }) {
            combine(particles)
        }
    }

    private mutating func combine(_ particles: UInt8) {
        var first = (particles - 1) & particles
        while first > 0 {
            let second = particles ^ first
            for a in byParticles[Int(first)] {
                for b in byParticles[Int(second)] { addPair(a, b, particles) }
            }
            // Three gluons: the second set is split again.
            var middle = (second - 1) & second
            while middle > 0 {
                let last = second ^ middle
                for a in byParticles[Int(first)] where keys[a].field == .gluon {
                    for b in byParticles[Int(middle)] where keys[b].field == .gluon {
                        for c in byParticles[Int(last)] where keys[c].field == .gluon { addTriple(a, b, c, particles) }
                    }
                }
                middle = (middle - 1) & second
            }
            first = (first - 1) & particles
        }
    }

    private mutating func position(of key: Key) -> Int {
        if let known = positions[key] { return known }
        keys.append(key)
        terms.append([])
        positions[key] = keys.count - 1
        byParticles[Int(key.particles)].append(keys.count - 1)
        return keys.count - 1
    }

    /// -1 if bringing the fermions of `first` and `second` into the order of the external particles is odd.
    private func sign(_ first: UInt8, _ second: UInt8) -> Double {
        var swaps = 0
        for i in 0..<8 where (first & fermions) >> UInt8(i) & 1 == 1 {
            swaps += (second & fermions & UInt8((1 << i) - 1)).nonzeroBitCount
        }
        return swaps % 2 == 0 ? 1 : -1
    }

    private mutating func add(
        _ field: AmplitudeField, _ particles: UInt8, strong: Int, _ colour: ColourState, _ kind: RecursionTerm.Kind,
        _ inputs: [Int], _ left: Double, _ right: Double
    ) {
        let power = inputs.reduce(strong) { $0 + keys[$1].power }
        guard power <= strongPower else { return }
        if particles == rest {
            guard power >= lowestPower, (strongPower - power) % 2 == 0, field == conjugateOfRoot else { return }
        }
        let place = position(of: Key(field: field, particles: particles, power: power, colour: colour))
        terms[place].append(Term(kind: kind, inputs: inputs, left: left, right: right))
    }

    /// The field whose source meets the root's wave function.
    private var conjugateOfRoot: AmplitudeField {
        switch fields[root] {
        case .antiquark(let kind): .quark(kind)
        case .quark(let kind): .antiquark(kind)
        case .wPlus: .wMinus
        case .wMinus: .wPlus
        default: fields[root]
        }
    }

    private mutating func addTriple(_ a: Int, _ b: Int, _ c: Int, _ particles: UInt8) {
        let (one, two, three) = (keys[a].colour, keys[b].colour, keys[c].colour)
        var colour = one.joined(with: two).joined(with: three)
        colour.connect(upper: two.upper, lower: one.lower)
        colour.connect(upper: three.upper, lower: two.lower)
        (colour.upper, colour.lower) = (one.upper, three.lower)
        add(.gluon, particles, strong: 2, colour, .fourVectors, [a, b, c], -1, 0)
    }

    private mutating func addPair(_ a: Int, _ b: Int, _ particles: UInt8) {
        let sign = sign(keys[a].particles, keys[b].particles)
        switch (keys[a].field, keys[b].field) {
        case (.gluon, .gluon):
            var colour = keys[a].colour.joined(with: keys[b].colour)
            colour.connect(upper: keys[b].colour.upper, lower: keys[a].colour.lower)
            (colour.upper, colour.lower) = (keys[a].colour.upper, keys[b].colour.lower)
            add(.gluon, particles, strong: 1, colour, .threeVectors, [a, b], -1, 0)
        case (.antiquark(let bar), .quark(let quark)): addCurrents(a, b, bar, quark, particles, sign)
        case (let boson, .quark(let quark)): addToQuark(boson, a, b, quark, particles, sign)
        case (let boson, .antiquark(let quark)): addToAntiquark(boson, a, b, quark, particles, sign)
        case (.wPlus, .wMinus):
            let colour = keys[a].colour.joined(with: keys[b].colour)
            for (field, strength) in [(AmplitudeField.zBoson, model.cosine), (.photon, model.sine2.squareRoot())] {
                add(field, particles, strong: 0, colour, .threeVectors, [a, b], -model.weakCoupling * strength, 0)
            }
            add(
                .higgs, particles, strong: 0, colour, .vectorsToScalar, [a, b], model.weakCoupling * model.wMass, 0)
        case (.zBoson, .wPlus), (.photon, .wPlus): addWeak(.wPlus, keys[a].field, a, b, particles)
        case (.wMinus, .zBoson), (.wMinus, .photon): addWeak(.wMinus, keys[b].field, a, b, particles)
        case (.higgs, .wPlus), (.higgs, .wMinus):
            let colour = keys[a].colour.joined(with: keys[b].colour)
            add(
                keys[b].field, particles, strong: 0, colour, .scalarOnVector, [a, b], model.weakCoupling * model.wMass,
                0)
        default: break
        }
    }

    private mutating func addWeak(
        _ field: AmplitudeField, _ neutral: AmplitudeField, _ a: Int, _ b: Int, _ particles: UInt8
    ) {
        let strength = neutral == .photon ? model.sine2.squareRoot() : model.cosine
        let colour = keys[a].colour.joined(with: keys[b].colour)
        add(field, particles, strong: 0, colour, .threeVectors, [a, b], -model.weakCoupling * strength, 0)
    }

    /// Antiquark and quark to all bosons they couple to.
    private mutating func addCurrents(
        _ a: Int, _ b: Int, _ bar: AmplitudeField.QuarkKind, _ quark: AmplitudeField.QuarkKind, _ particles: UInt8,
        _ sign: Double
    ) {
        let joined = keys[a].colour.joined(with: keys[b].colour)
        var singlet = joined
        singlet.connect(upper: keys[b].colour.upper, lower: keys[a].colour.lower)
        if bar == quark {
            var octet = joined
            (octet.upper, octet.lower) = (keys[b].colour.upper, keys[a].colour.lower)
            add(.gluon, particles, strong: 1, octet, .pairToVector, [a, b], sign, sign)
            add(.singletGluon, particles, strong: 1, singlet, .pairToVector, [a, b], -sign / 3, -sign / 3)
            for field in [AmplitudeField.zBoson, .photon] {
                let coupling = model.neutralCoupling(field, quark)
                add(
                    field, particles, strong: 0, singlet, .pairToVector, [a, b], sign * coupling.left,
                    sign * coupling.right)
            }
            if quark == .top {
                let (c, s) = yukawa
                add(.higgs, particles, strong: 0, singlet, .pairToScalar, [a, b], sign * c, sign * s)
            }
        } else if bar == quark.partner {
            // The field that annihilates a W+ is sourced by the quarks' term with the one that creates it.
            add(
                quark.isUpType ? .wPlus : .wMinus, particles, strong: 0, singlet, .pairToVector, [a, b],
                sign * model.chargedCoupling, 0)
        }
    }

    /// Parts of the Yukawa coupling with 1 and with i γ5.
    private var yukawa: (Double, Double) {
        let angle = ElementaryAngle(model.yukawaAngle)
        return (-model.yukawa * angle.cosine, -model.yukawa * angle.sine)
    }

    private mutating func addToQuark(
        _ boson: AmplitudeField, _ a: Int, _ b: Int, _ quark: AmplitudeField.QuarkKind, _ particles: UInt8,
        _ sign: Double
    ) {
        var colour = keys[a].colour.joined(with: keys[b].colour)
        colour.upper = keys[b].colour.upper
        switch boson {
        case .gluon:
            colour.connect(upper: keys[b].colour.upper, lower: keys[a].colour.lower)
            colour.upper = keys[a].colour.upper
            add(.quark(quark), particles, strong: 1, colour, .vectorOnQuark, [a, b], sign, sign)
        case .singletGluon, .zBoson, .photon:
            let coupling = model.neutralCoupling(boson, quark)
            add(
                .quark(quark), particles, strong: boson == .singletGluon ? 1 : 0, colour, .vectorOnQuark, [a, b],
                sign * coupling.left, sign * coupling.right)
        case .wPlus where !quark.isUpType, .wMinus where quark.isUpType:
            add(
                .quark(quark.partner), particles, strong: 0, colour, .vectorOnQuark, [a, b],
                sign * model.chargedCoupling, 0)
        case .higgs where quark == .top:
            let (c, s) = yukawa
            add(.quark(quark), particles, strong: 0, colour, .scalarOnQuark, [a, b], sign * c, sign * s)
        default: break
        }
    }

    private mutating func addToAntiquark(
        _ boson: AmplitudeField, _ a: Int, _ b: Int, _ quark: AmplitudeField.QuarkKind, _ particles: UInt8,
        _ sign: Double
    ) {
        var colour = keys[a].colour.joined(with: keys[b].colour)
        colour.lower = keys[b].colour.lower
        switch boson {
        case .gluon:
            colour.connect(upper: keys[a].colour.upper, lower: keys[b].colour.lower)
            colour.lower = keys[a].colour.lower
            add(.antiquark(quark), particles, strong: 1, colour, .vectorOnAntiquark, [a, b], sign, sign)
        case .singletGluon, .zBoson, .photon:
            let coupling = model.neutralCoupling(boson, quark)
            add(
                .antiquark(quark), particles, strong: boson == .singletGluon ? 1 : 0, colour, .vectorOnAntiquark,
                [a, b], sign * coupling.left, sign * coupling.right)
        case .wPlus where quark.isUpType, .wMinus where !quark.isUpType:
            add(
                .antiquark(quark.partner), particles, strong: 0, colour, .vectorOnAntiquark, [a, b],
                sign * model.chargedCoupling, 0)
        case .higgs where quark == .top:
            let (c, s) = yukawa
            add(.antiquark(quark), particles, strong: 0, colour, .scalarOnAntiquark, [a, b], sign * c, sign * s)
        default: break
        }
    }
}
