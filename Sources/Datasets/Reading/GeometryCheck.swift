// SPDX-License-Identifier: GPL-3.0-or-later

/// The planes and outlines of the modules, as the file gives them.
struct GeometryCheck {
    /// Where modules are believed to be, which measured positions rely on, and where they are.
    private let nominal: ModuleFrames
    private let asBuilt: ModuleFrames
    private let halfUMinimum: [Double]
    private let halfUMaximum: [Double]
    private let halfV: [Double]
    /// Thickness of each module's sensor.
    private let thickness: [Double]
    private let identity: [[Int32]]

    /// Coordinates are float32 of up to some metres: their rounding is below this, mm.
    private static let tolerance = 2e-3

    init(_ reader: DatasetReader) throws(DatasetError) {
        func column(_ name: String) throws(DatasetError) -> [Double] {
            try reader.read("geometry/modules/" + name, as: Double.self)
        }
        nominal = try ModuleFrames(reader, "geometry/modules")
        asBuilt = reader.has("geometry/as_built") ? try ModuleFrames(reader, "geometry/as_built") : nominal
        if asBuilt.count != nominal.count {
            throw DatasetError(
                .corrupt, path: reader.path,
                reason: "/geometry/as_built has \(asBuilt.count) rows for \(nominal.count) modules")
        }
        halfUMinimum = try column("module_minhu")
        halfUMaximum = try column("module_maxhu")
        halfV = try column("module_hv")
        var identity: [[Int32]] = []
        for name in ["volume_id", "layer_id", "module_id"] {
            identity.append(try reader.read("geometry/modules/" + name, as: Int32.self))
        }
        self.identity = identity
        let ofLayer = try reader.read("geometry/layers/thickness", as: Double.self)
        let layers = try reader.read("geometry/modules/layer", as: Int32.self)
        thickness = layers.map { $0 >= 0 && Int($0) < ofLayer.count ? ofLayer[Int($0)] : 0 }
    }

    /// The first hit of these rows that is not where its module is.
    func problem(_ reader: DatasetReader, _ rows: Range<Int>) throws(DatasetError) -> String? {
        func floats(_ name: String) throws(DatasetError) -> [Float] {
            try reader.read("tracker_hits/" + name, as: Float.self, rows: rows)
        }
        func integers(_ name: String) throws(DatasetError) -> [Int32] {
            try reader.read("tracker_hits/" + name, as: Int32.self, rows: rows)
        }
        let module = try integers("module")
        let particle = try integers("particle")
        let (volume, layer, number) = (try integers("volume_id"), try integers("layer_id"), try integers("module_id"))
        let measured = (try floats("x"), try floats("y"), try floats("z"))
        let truth = (try floats("true_x"), try floats("true_y"), try floats("true_z"))
        for i in module.indices {
            let m = Int(module[i])
            if m < 0 || m >= thickness.count { return "hit row \(rows.lowerBound + i) is on module \(m)" }
            if volume[i] != identity[0][m] || layer[i] != identity[1][m] || number[i] != identity[2][m] {
                return "hit row \(rows.lowerBound + i) has other numbers than its module"
            }
            let seen = nominal.local(m, measured.0[i], measured.1[i], measured.2[i])
            // The true place of noise is the measured one.
            let frames = particle[i] < 0 ? nominal : asBuilt
            let true_ = frames.local(m, truth.0[i], truth.1[i], truth.2[i])
            let depth = thickness[m] / 2 + Self.tolerance
            if !(abs(seen.w) <= depth && abs(true_.w) <= depth) {
                return "hit row \(rows.lowerBound + i) is \(max(abs(seen.w), abs(true_.w))) mm off its module's plane"
            }
            let width =
                halfUMinimum[m] + (halfUMaximum[m] - halfUMinimum[m]) * (true_.v + halfV[m]) / (2 * halfV[m])
            if !(abs(true_.v) <= halfV[m] + Self.tolerance && abs(true_.u) <= width + 2 * Self.tolerance) {
                return "hit row \(rows.lowerBound + i) has its true place beside its module"
            }
        }
        return nil
    }
}

/// Centres and axes of all modules, from one table of the file.
struct ModuleFrames {
    private let center: [[Double]]
    private let u: [[Double]]
    private let v: [[Double]]
    private let w: [[Double]]
    var count: Int { center[0].count }

    /// - Throws: `corrupt` if a column cannot be read or is of another length.
    init(_ reader: DatasetReader, _ table: String) throws(DatasetError) {
        func vectors(_ names: [String]) throws(DatasetError) -> [[Double]] {
            var columns: [[Double]] = []
            for name in names { columns.append(try reader.read(table + "/" + name, as: Double.self)) }
            return columns
        }
        center = try vectors(["cx", "cy", "cz"])
        u = try vectors(["rot_xu", "rot_yu", "rot_zu"])
        v = try vectors(["rot_xv", "rot_yv", "rot_zv"])
        w = try vectors(["rot_xw", "rot_yw", "rot_zw"])
        let rows = center[0].count
        if (center + u + v + w).contains(where: { $0.count != rows }) {
            throw DatasetError(.corrupt, path: reader.path, reason: "columns of /\(table) differ in length")
        }
    }

    /// A place in a module's frame.
    func local(_ m: Int, _ x: Float, _ y: Float, _ z: Float) -> (u: Double, v: Double, w: Double) {
        let (dx, dy, dz) = (Double(x) - center[0][m], Double(y) - center[1][m], Double(z) - center[2][m])
        return (
            dx * u[0][m] + dy * u[1][m] + dz * u[2][m], dx * v[0][m] + dy * v[1][m] + dz * v[2][m],
            dx * w[0][m] + dy * w[1][m] + dz * w[2][m]
        )
    }

    /// How far the axes of a module are from orthonormal and right-handed.
    func defect(_ m: Int) -> Double {
        let (a, b, c) = (u.map { $0[m] }, v.map { $0[m] }, w.map { $0[m] })
        let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
        let squares = [a, b].map { abs($0[0] * $0[0] + $0[1] * $0[1] + $0[2] * $0[2] - 1) }
        return zip(cross, c).map { abs($0 - $1) }.reduce(max(squares[0], squares[1]), max)
    }
}
