// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

// The parts of a recipe that are written in more than one way: sources of particles, distributions, vertices.
extension RecipeDecoder {
    static let sourceKeys = ["processes", "gun", "source"]

    mutating func source(_ value: inout Recipe.Source) {
        for key in Self.sourceKeys { _ = section.value(key) }
        let meaning = "particles come from collisions (`processes`), a particle gun (`gun`) or a file (`source`)"
        if section.exactlyOne(of: Self.sourceKeys, meaning: meaning) == nil { value = .gun(Recipe.Gun()) }
        var events = true
        // All that are there are read, so that their mistakes are seen together; the first one counts.
        for key in section.keys.filter(Self.sourceKeys.contains).reversed() {
            switch key {
            case "processes": value = .collisions(processes())
            case "gun":
                var gun = Recipe.Gun()
                part(key, &gun)
                value = .gun(gun)
            default:
                var file = Recipe.ParticleFile()
                part(key, &file)
                value = .file(file)
                events = false
            }
        }
        if events && !section.has("events") {
            section.report(
                "missing-key", at: "events", "this key is needed", reason: "it is the number of events",
                remedy: "add it")
        }
    }

    private mutating func processes() -> [Recipe.Process] {
        var processes: [Recipe.Process] = []
        parts("processes", &processes)
        guard case .list(let items) = section.value("processes")?.content else { return processes }
        for key in ["fraction", "label"] {
            let given = items.map { $0.has(key) }
            guard given.contains(true), let first = given.firstIndex(of: false) else { continue }
            section.report(
                "contradiction", at: "processes", "process \(first) has no `\(key)`, but others have",
                reason: "what is meant for it is unclear", remedy: "give `\(key)` to all processes or to none")
        }
        if !items.contains(where: { $0.has("label") }) {
            for index in processes.indices { processes[index].label = index }
        }
        return processes
    }

    mutating func momentum(_ kind: inout Recipe.Gun.Momentum, _ value: inout Recipe.Distribution) {
        let kinds = Recipe.Gun.Momentum.allCases
        for kind in kinds { _ = section.value(kind.rawValue) }
        section.atMostOne(of: kinds.map(\.rawValue), meaning: "one of them fixes the momentum")
        for candidate in kinds.reversed() where section.has(candidate.rawValue) {
            kind = candidate
            distribution(candidate.rawValue, &value, in: 1e-6...1e6)
        }
    }

    /// A number is a fixed value and a list of two a uniform distribution.
    mutating func distribution(_ key: String, _ value: inout Recipe.Distribution, in range: ClosedRange<Double>) {
        guard let node = section.value(key) else { return }
        switch node.content {
        case .scalar: value = .fixed(section.number(key, in: range))
        case .list: value = .uniform(section.range(key, in: range))
        case .mapping:
            guard let group = section.section(key) else { return }
            value = Self.distribution(group, in: range)
            group.finish()
        }
    }

    private static func distribution(_ group: Section, in range: ClosedRange<Double>) -> Recipe.Distribution {
        let kind = group.choice("distribution", of: Recipe.Distribution.Kind.self)
        let keys: [Recipe.Distribution.Kind: [String]] = [
            .fixed: ["value"], .uniform: ["min", "max"], .logUniform: ["min", "max"], .normal: ["mean", "sigma"],
        ]
        let meant = keys[kind] ?? []
        if group.isWrong("distribution") {
            for key in ["value", "min", "max", "mean", "sigma"] { _ = group.value(key) }
            return .fixed(range.lowerBound)
        }
        let others = ["value", "min", "max", "mean", "sigma"].filter { !meant.contains($0) }
        group.forbid(others, because: "a \(kind.rawValue) distribution has \(meant.joined(separator: " and "))")
        switch kind {
        case .fixed: return .fixed(group.number("value", in: range))
        case .normal:
            let mean = group.number("mean", in: range)
            return .normal(mean: mean, sigma: group.number("sigma", in: 0...range.upperBound))
        case .uniform, .logUniform:
            let low = group.number("min", in: range)
            let high = group.number("max", in: range)
            group.ordered(("min", low), ("max", high))
            if kind == .uniform { return .uniform(low...max(low, high)) }
            return .logUniform(low...max(low, high))
        }
    }

    mutating func vertex(_ key: String, _ value: inout Recipe.Gun.Vertex) {
        guard let node = section.value(key) else { return }
        if case .scalar(let text, _) = node.content {
            switch text {
            case "origin": value = .smeared(.origin)
            case "beam_spot": value = .beamSpot
            default: section.reportUnknownChoice(key, text, among: ["origin", "beam_spot"])
            }
            return
        }
        var spot = Recipe.BeamSpot.origin
        part(key, &spot)
        value = .smeared(spot)
    }
}

extension Node {
    /// Whether this is a group with this key.
    fileprivate func has(_ key: String) -> Bool {
        guard case .mapping(let entries) = content else { return false }
        return entries.contains { $0.key == key }
    }
}
