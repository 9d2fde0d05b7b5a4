// SPDX-License-Identifier: GPL-3.0-or-later

/// Columns of doubles that stay in the first-level cache, aligned for vectors.
final class Buffers {
    static let count = 1024
    let x: UnsafeMutablePointer<Double>
    let y: UnsafeMutablePointer<Double>
    let result: UnsafeMutablePointer<Double>

    init() {
        func column() -> UnsafeMutablePointer<Double> {
            let bytes = Self.count * MemoryLayout<Double>.stride
            return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
                .bindMemory(to: Double.self, capacity: Self.count)
        }
        x = column()
        y = column()
        result = column()
        for column in [x, y, result] { column.initialize(repeating: 1, count: Self.count) }
    }

    deinit {
        for column in [x, y, result] { column.deallocate() }
    }
}

/// One function applied to every value of the columns, in the three widths. Inlined, so that each kernel is a loop.
extension Buffers {
    @inline(__always)
    func scalar(_ f: (Double, Double) -> Double) {
        for i in 0..<Self.count { result[i] = f(x[i], y[i]) }
    }

    @inline(__always)
    func four(_ f: (SIMD4<Double>, SIMD4<Double>) -> SIMD4<Double>) {
        let a = UnsafeRawPointer(x).assumingMemoryBound(to: SIMD4<Double>.self)
        let b = UnsafeRawPointer(y).assumingMemoryBound(to: SIMD4<Double>.self)
        let c = UnsafeMutableRawPointer(result).assumingMemoryBound(to: SIMD4<Double>.self)
        for i in 0..<Self.count / 4 { c[i] = f(a[i], b[i]) }
    }

    @inline(__always)
    func eight(_ f: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>) {
        let a = UnsafeRawPointer(x).assumingMemoryBound(to: SIMD8<Double>.self)
        let b = UnsafeRawPointer(y).assumingMemoryBound(to: SIMD8<Double>.self)
        let c = UnsafeMutableRawPointer(result).assumingMemoryBound(to: SIMD8<Double>.self)
        for i in 0..<Self.count / 8 { c[i] = f(a[i], b[i]) }
    }
}
