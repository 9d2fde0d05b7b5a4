// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Modules that an entry of a conditions file speaks of: all, those of a volume, of a layer, of half of either, of a
/// stave or ring of a layer, or one module.
public struct ModuleSelection: Sendable, Equatable {
    /// TrackML identities; nil for all.
    public var volume: Int?
    public var layer: Int?
    /// One of the two halves that close about the beam pipe; nil for both.
    public var half: Half?
    /// Number of the stave of a barrel layer or of the ring of a disc, from 1.
    public var part: Int?
    public var module: Int?
    public var place: SourcePlace

    public init(
        volume: Int? = nil, layer: Int? = nil, half: Half? = nil, part: Int? = nil, module: Int? = nil,
        place: SourcePlace = SourcePlace(file: "conditions")
    ) {
        self.volume = volume
        self.layer = layer
        self.half = half
        self.part = part
        self.module = module
        self.place = place
    }

    /// The halves of barrels and discs, which meet at x = 0: by the nominal centres of their modules.
    public enum Half: Int, Sendable, CaseIterable {
        /// x > 0, and of those at x = 0 the ones with y < 0.
        case positive = 1
        /// x < 0, and of those at x = 0 the ones with y ≥ 0.
        case negative = 2

        /// Centres are at x = 0 within this, mm.
        private static let tolerance = 1e-6

        func holds(_ module: Module) -> Bool {
            let (x, y) = (module.center.x, module.center.y)
            let isPositive = abs(x) <= Half.tolerance ? y < 0 : x > 0
            return isPositive == (self == .positive)
        }
    }

    /// Steps of the hierarchy, from the whole to the single module.
    public enum Level: Int, Sendable, CaseIterable {
        case detector, volume, halfVolume, layer, halfLayer, part, module
    }

    /// The level of what is selected.
    public var level: Level {
        if module != nil { return .module }
        if part != nil { return .part }
        if layer != nil { return half == nil ? .layer : .halfLayer }
        if volume != nil { return half == nil ? .volume : .halfVolume }
        return .detector
    }

    /// Positions of the selected modules in the tracker, increasing.
    public func positions(in tracker: Tracker) -> [Int] {
        var found: [Int] = []
        for candidate in tracker.layers {
            if let volume, Int(candidate.volumeID) != volume { continue }
            if let layer, Int(candidate.layerID) != layer { continue }
            for position in candidate.modules {
                if let half, !half.holds(tracker.modules[position]) { continue }
                if let module, Int(tracker.modules[position].moduleID) != module { continue }
                if let part, candidate.mounting.part(of: position - candidate.modules.lowerBound) != part - 1 {
                    continue
                }
                found.append(position)
            }
        }
        return found
    }

    /// Why nothing is selected, at the place of the entry.
    func nothingSelected() -> Diagnostic {
        let names = [
            ("volume", volume), ("layer", layer), ("half", half?.rawValue), ("stave or ring", part),
            ("module", module),
        ]
        let text = names.compactMap { name, value in value.map { "\(name) \($0)" } }.joined(separator: ", ")
        return place.diagnostic(
            "unknown-element", "the detector has no \(text.isEmpty ? "modules" : text)",
            remedy: "`eidolon geometry show` lists volumes and layers")
    }
}

/// How the modules of a layer are carried: what moves together beneath the layer.
public enum Mounting: Sendable, Equatable {
    /// Nothing is known: every module is a part of its own.
    case single
    /// Rows along z: module i belongs to stave i mod `count`.
    case staves(count: Int)
    /// Circles about the beam, with their numbers of modules.
    case rings([Int])

    /// The part that a module belongs to, given its position in the layer; both from 0.
    public func part(of position: Int) -> Int {
        switch self {
        case .single: return position
        case .staves(let count): return position % max(1, count)
        case .rings(let sizes):
            var end = 0
            for (ring, size) in sizes.enumerated() {
                end += size
                if position < end { return ring }
            }
            return sizes.count
        }
    }
}
