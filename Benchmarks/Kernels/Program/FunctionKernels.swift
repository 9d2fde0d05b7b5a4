// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc

/// One elementary function: libm called for each element of an array, and ours at three widths.
struct FunctionKernels {
    let name: String
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    let libm: (Buffers) -> Void
    let scalar: (Buffers) -> Void
    let four: (Buffers) -> Void
    let eight: (Buffers) -> Void
}

var functionKernels: [FunctionKernels] {
    [
        FunctionKernels(
            name: "exp", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.exp(x) } },
            scalar: { $0.scalar { x, _ in Elementary.exp(x) } },
            four: { $0.four { x, _ in Elementary.exp(x) } },
            eight: { $0.eight { x, _ in Elementary.exp(x) } }),
        FunctionKernels(
            name: "log", x: 0.01...20, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.log(x) } },
            scalar: { $0.scalar { x, _ in Elementary.log(x) } },
            four: { $0.four { x, _ in Elementary.log(x) } },
            eight: { $0.eight { x, _ in Elementary.log(x) } }),
        FunctionKernels(
            name: "pow", x: 0.01...20, y: -10...10,
            libm: { $0.scalar { Glibc.pow($0, $1) } },
            scalar: { $0.scalar { Elementary.pow($0, $1) } },
            four: { $0.four { Elementary.pow($0, $1) } },
            eight: { $0.eight { Elementary.pow($0, $1) } }),
        FunctionKernels(
            name: "sin", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.sin(x) } },
            scalar: { $0.scalar { x, _ in Elementary.sin(x) } },
            four: { $0.four { x, _ in Elementary.sin(x) } },
            eight: { $0.eight { x, _ in Elementary.sin(x) } }),
        FunctionKernels(
            name: "cos", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.cos(x) } },
            scalar: { $0.scalar { x, _ in Elementary.cos(x) } },
            four: { $0.four { x, _ in Elementary.cos(x) } },
            eight: { $0.eight { x, _ in Elementary.cos(x) } }),
        FunctionKernels(
            name: "sincos", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.sin(x) + Glibc.cos(x) } },
            scalar: { $0.scalar { x, _ in sumOfSineAndCosine(x) } },
            four: { $0.four { x, _ in sumOfSineAndCosine(x) } },
            eight: { $0.eight { x, _ in sumOfSineAndCosine(x) } }),
        FunctionKernels(
            name: "tan", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.tan(x) } },
            scalar: { $0.scalar { x, _ in Elementary.tan(x) } },
            four: { $0.four { x, _ in Elementary.tan(x) } },
            eight: { $0.eight { x, _ in Elementary.tan(x) } }),
        FunctionKernels(
            name: "atan2", x: -10...10, y: -10...10,
            libm: { $0.scalar { Glibc.atan2($0, $1) } },
            scalar: { $0.scalar { Elementary.atan2($0, $1) } },
            four: { $0.four { Elementary.atan2($0, $1) } },
            eight: { $0.eight { Elementary.atan2($0, $1) } }),
        FunctionKernels(
            name: "acos", x: -1...1, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.acos(x) } },
            scalar: { $0.scalar { x, _ in Elementary.acos(x) } },
            four: { $0.four { x, _ in Elementary.acos(x) } },
            eight: { $0.eight { x, _ in Elementary.acos(x) } }),
        FunctionKernels(
            name: "asinh", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.asinh(x) } },
            scalar: { $0.scalar { x, _ in Elementary.asinh(x) } },
            four: { $0.four { x, _ in Elementary.asinh(x) } },
            eight: { $0.eight { x, _ in Elementary.asinh(x) } }),
        FunctionKernels(
            name: "sinh", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.sinh(x) } },
            scalar: { $0.scalar { x, _ in Elementary.sinh(x) } },
            four: { $0.four { x, _ in Elementary.sinh(x) } },
            eight: { $0.eight { x, _ in Elementary.sinh(x) } }),
        FunctionKernels(
            name: "tanh", x: -10...10, y: 0...1,
            libm: { $0.scalar { x, _ in Glibc.tanh(x) } },
            scalar: { $0.scalar { x, _ in Elementary.tanh(x) } },
            four: { $0.four { x, _ in Elementary.tanh(x) } },
            eight: { $0.eight { x, _ in Elementary.tanh(x) } }),
    ]
}

@inline(__always)
private func sumOfSineAndCosine<V: ElementaryLanes>(_ x: V) -> V {
    let (sine, cosine) = Elementary.sincos(x)
    return sine + cosine
}
