// SPDX-License-Identifier: GPL-3.0-or-later
import Detector

/// A particle's passage of a surface as ACTS sees it.
struct ActsCrossing {
    /// `Acts::GeometryIdentifier` of the surface.
    var surface: UInt64
    /// mm.
    var place: Vector3
    /// GeV/c.
    var momentum: Vector3
}

/// The surfaces of the dataset's modules.
struct ActsModules {
    /// Centres and axes of all modules.
    private struct Frames {
        let centre, u, v, w: [Vector3]

        init(_ reader: DatasetReader, _ table: String) throws(DatasetError) {
            func vectors(_ names: [String]) throws(DatasetError) -> [Vector3] {
                var columns: [[Double]] = []
                for name in names { columns.append(try reader.read(table + "/" + name, as: Double.self)) }
                guard columns[0].count == columns[1].count && columns[0].count == columns[2].count else {
                    throw DatasetError(.corrupt, path: reader.path, reason: "columns of /\(table) differ in length")
                }
                return columns[0].indices.map { Vector3(columns[0][$0], columns[1][$0], columns[2][$0]) }
            }
            centre = try vectors(["cx", "cy", "cz"])
            u = try vectors(["rot_xu", "rot_yu", "rot_zu"])
            v = try vectors(["rot_xv", "rot_yv", "rot_zv"])
            w = try vectors(["rot_xw", "rot_yw", "rot_zw"])
        }

        func local(_ m: Int, _ x: Vector3) -> Vector3 { Vector3(x.dot(u[m]), x.dot(v[m]), x.dot(w[m])) }
        func global(_ m: Int, _ x: Vector3) -> Vector3 { x.x * u[m] + x.y * v[m] + x.z * w[m] }
    }

    private let identifier: [UInt64]
    private let halfThickness: [Double]
    private let nominal: Frames
    /// Nil without conditions.
    private let asBuilt: Frames?

    /// Places are float32 in the file and in ACTS: their rounding at some metres, mm.
    private static let tolerance = 1e-3

    init(_ reader: DatasetReader) throws(DatasetError) {
        let volume = try reader.read("geometry/modules/volume_id", as: Int32.self)
        let layer = try reader.read("geometry/modules/layer_id", as: Int32.self)
        let module = try reader.read("geometry/modules/module_id", as: Int32.self)
        var identifier: [UInt64] = []
        for i in volume.indices {
            guard let number = ActsGeometryID.of(volume: volume[i], layer: layer[i], module: module[i]) else {
                throw DatasetError(
                    .badRequest, path: reader.path,
                    reason:
                        "ACTS has no room for module (volume \(volume[i]), layer \(layer[i]), module \(module[i])): "
                        + "volumes are 1 to 255, layers 1 to 4095, modules 1 to 1048575; number the geometry accordingly"
                )
            }
            identifier.append(number)
        }
        self.identifier = identifier
        nominal = try Frames(reader, "geometry/modules")
        asBuilt = reader.has("geometry/as_built") ? try Frames(reader, "geometry/as_built") : nil
        let thickness = try reader.read("geometry/layers/thickness", as: Double.self)
        let row = try reader.read("geometry/modules/layer", as: Int32.self)
        guard row.allSatisfy({ thickness.indices.contains(Int($0)) }), (asBuilt ?? nominal).w.count == row.count else {
            throw DatasetError(.corrupt, path: reader.path, reason: "the tables of the geometry do not fit together")
        }
        halfThickness = row.map { 0.5 * thickness[Int($0)] }
    }

    /// A passage as ACTS sees it, in the nominal detector; nil if there is no such module, or the place is outside its
    /// thickness.
    func crossing(_ passage: ActsPassage) -> ActsCrossing? {
        let module = passage.module
        guard identifier.indices.contains(module) else { return nil }
        let frames = asBuilt ?? nominal
        let inside = frames.local(module, passage.place - frames.centre[module])
        guard abs(inside.z) <= halfThickness[module] + Self.tolerance else { return nil }
        var crossing = ActsCrossing(surface: identifier[module], place: passage.place, momentum: passage.momentum)
        if asBuilt != nil {
            crossing.place = nominal.centre[module] + nominal.global(module, inside)
            crossing.momentum = nominal.global(module, frames.local(module, passage.momentum))
        }
        return crossing
    }

    /// Where a place in a module's frame is in the detector as built, mm; nil if there is no such module.
    func place(_ module: Int, u: Double, v: Double) -> Vector3? {
        guard identifier.indices.contains(module) else { return nil }
        let frames = asBuilt ?? nominal
        return frames.centre[module] + frames.global(module, Vector3(u, v, 0))
    }
}
