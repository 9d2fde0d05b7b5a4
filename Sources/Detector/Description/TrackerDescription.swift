// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// A tracker as a person describes it: a few parameters per layer, from which every module follows.
///
/// Lengths are in mm, angles in radians, energies in GeV, times in ns, the field in tesla. `read` decodes and
/// checks the YAML form documented in `Geometries/README.md`; `build` places the modules.
public struct TrackerDescription: Sendable, Equatable {
    /// Short name, used in file names and titles.
    public var name: String
    /// One sentence about the detector; may be empty.
    public var summary: String
    public var field: FieldDescription
    /// The volume in which particles are followed, mm.
    public var boundaryRadius: Double
    public var boundaryHalfLength: Double
    public var boundaryPlace: SourcePlace
    /// Materials that are used, in the order in which the tracker numbers them.
    public var materials: [Material]
    public var sensors: [SensorDescription]
    public var barrels: [BarrelDescription]
    public var discs: [DiscsDescription]
    public var planes: [PlanesDescription]
    /// Layers of the table of modules that the geometry names.
    public var listedLayers: [ListedLayerDescription]
    /// Material without readout, apart from the supports of the layers. The beam pipe, if any, is first.
    public var passive: [PassiveDescription]
    /// Whether the first passive surface is the beam pipe, inside which no module may stand.
    public var hasBeamPipe: Bool

    /// Decodes and checks the text of a geometry file.
    ///
    /// - Parameters:
    ///   - file: its path, for messages.
    ///   - files: the files that the geometry names.
    /// - Throws: every mistake found, with file, line and key.
    public static func read(
        text: String, file: String, files: GeometryFiles = GeometryFiles()
    ) throws(Diagnostics) -> TrackerDescription {
        try TrackerDescription(node: YAMLReader.read(text: text, file: file), files: files)
    }

    /// Decodes and checks a parsed geometry.
    ///
    /// - Throws: every mistake found, with file, line and key.
    public init(node: Node, files: GeometryFiles = GeometryFiles()) throws(Diagnostics) {
        let collector = DiagnosticCollector()
        var decoder = TrackerDecoder(root: Section(node, collector: collector), files: files)
        self = decoder.decode()
        try collector.check()
        for problem in problems() { collector.report(problem) }
        try collector.check()
    }

    init(
        name: String, summary: String, field: FieldDescription, boundaryRadius: Double, boundaryHalfLength: Double,
        boundaryPlace: SourcePlace, materials: [Material], sensors: [SensorDescription], barrels: [BarrelDescription],
        discs: [DiscsDescription], planes: [PlanesDescription], listedLayers: [ListedLayerDescription],
        passive: [PassiveDescription], hasBeamPipe: Bool
    ) {
        self.name = name
        self.summary = summary
        self.field = field
        self.boundaryRadius = boundaryRadius
        self.boundaryHalfLength = boundaryHalfLength
        self.boundaryPlace = boundaryPlace
        self.materials = materials
        self.sensors = sensors
        self.barrels = barrels
        self.discs = discs
        self.planes = planes
        self.listedLayers = listedLayers
        self.passive = passive
        self.hasBeamPipe = hasBeamPipe
    }

    /// Bounds on what a description may ask for.
    public enum Limits {
        public static let modules = 2_000_000
        /// Channels of a module along u and along v.
        public static let channels = 8192.0
        public static let layers = 2_000
        public static let passiveSurfaces = 2_000
        /// mm.
        public static let length = 1e5
    }

    /// Number of modules the description asks for, counted without placing them; saturates instead of overflowing.
    public var moduleCount: Int {
        var count = 0
        for layer in barrels.flatMap(\.layers) { count = saturatingSum(count, layer.phiCount, layer.zCount) }
        for volume in discs {
            let sides = (volume.negativeID == nil ? 0 : 1) + (volume.positiveID == nil ? 0 : 1)
            for ring in volume.rings { count = saturatingSum(count, ring.count, sides * volume.positions.count) }
        }
        for volume in planes { count = saturatingSum(count, volume.positions.count, 1) }
        for layer in listedLayers { count = saturatingSum(count, layer.modules.count, 1) }
        return count
    }

    private func saturatingSum(_ sum: Int, _ a: Int, _ b: Int) -> Int {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        let (total, overflowOfSum) = sum.addingReportingOverflow(product)
        return overflow || overflowOfSum ? Int.max : total
    }
}
