// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 names its constants by macros that call functions; Swift sees them through these.
#pragma once
#include <hdf5.h>
