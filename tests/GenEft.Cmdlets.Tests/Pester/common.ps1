# What all files share: dot-source it in BeforeAll, and in BeforeDiscovery where examples are read. The module is imported already.

# An empty folder to be in; each It has one of its own.
function Enter-NewFolder {
    Set-Location (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid())))
}

# What a script writes, and its errors, the one that ended it included.
function Invoke-Script([string] $Script) {
    $ErrorActionPreference = 'Continue'
    $all = @(try { & ([scriptblock]::Create($Script)) 2>&1 } catch { $_ })
    [pscustomobject]@{
        Output = @($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })
        Errors = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    }
}

# Asserts that a script is refused with one error of the given id, before it writes anything to the pipeline or to a file.
function Assert-Refused([string] $Script, [string] $ErrorId, [string] $Message = '*') {
    $run = Invoke-Script $Script
    $run.Output | Should -BeNullOrEmpty
    $run.Errors | Should -HaveCount 1
    $run.Errors[0].FullyQualifiedErrorId.Split(',')[0] | Should -Be $ErrorId
    $run.Errors[0].CategoryInfo.Category | Should -Not -Be 'NotSpecified'
    "$($run.Errors[0])" | Should -BeLike $Message
    Get-ChildItem -File | Should -BeNullOrEmpty
}

# Asserts that PowerShell refuses a script while it binds parameters.
function Assert-NotBound([string] $Script) {
    $run = Invoke-Script $Script
    $run.Output | Should -BeNullOrEmpty
    $run.Errors | Should -HaveCount 1
    $run.Errors[0].FullyQualifiedErrorId | Should -Match '^(ParameterArgumentTransformationError|CannotConvertArgument)'
}

# Asserts that a number lies within an absolute distance of another; what is no number does not.
function Assert-Close($Actual, [double] $Expected, [double] $Tolerance) {
    $Actual | Should -Not -BeNullOrEmpty
    [Math]::Abs($Actual - $Expected) -le $Tolerance | Should -BeTrue -Because "$Actual is to be $Expected within $Tolerance"
}

# Runs a block in a culture.
function Invoke-InCulture([string] $Culture, [scriptblock] $Block) {
    $before = [cultureinfo]::CurrentCulture
    [cultureinfo]::CurrentCulture = $Culture
    try { . $Block } finally { [cultureinfo]::CurrentCulture = $before }
}

# Asserts that rows make a table of at most 80 columns in which no number is cut.
function Assert-Table($Rows) {
    $lines = ($Rows | Out-String -Width 80) -replace "`e\[[\d;]*m" -split '\r?\n'
    $lines -match '^\s*-{2,}' | Should -Not -BeNullOrEmpty
    $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
    $lines -match '(?<!\S)[-+\d.,]*\d…|…\d[-+\d.,]*(?!\S)' | Should -BeNullOrEmpty   # a path may be cut behind a digit
}

# The examples of a cmdlet's help, for It -ForEach.
function Get-HelpExample([string] $Name) {
    (Get-Help $Name -Full).Examples.Example | ForEach-Object { @{ Example = $_.Title.Trim('- '); Code = $_.Code } }
}

# Asserts that an example runs as printed, without an error, and writes something.
function Assert-Example([string] $Code) {
    $run = Invoke-Script $Code
    $run.Errors | Should -BeNullOrEmpty
    $run.Output.Count + @(Get-ChildItem -File).Count | Should -BeGreaterThan 0
}

# The columns of rows as text, for comparisons.
function Join-Column([object[]] $Rows, [string[]] $Column) {
    foreach ($row in $Rows) {
        ($Column | ForEach-Object { "$($row.$_)" }) -join ' '
    }
}

# Has a process of this machine work on a sweep, as far as others see.
function Set-SweepOwner([string] $Sweep, [string] $Name, [int] $Process) {
    $start = if (Test-Path "/proc/$Process/stat") {
        (Get-Content /proc/sys/kernel/random/boot_id) + '/' + (Get-Item /proc/self/ns/pid -Force).LinkTarget + '/' + ((Get-Content "/proc/$Process/stat") -replace '^.*\) ').Split(' ')[19]
    }
    elseif ($known = Get-Process -Id $Process -ErrorAction Ignore) {
        $known.StartTime.ToUniversalTime().ToString('O')
    }

    $null = New-Item -ItemType Directory -Force $Sweep/owners
    @{ Host = [Environment]::MachineName; Process = $Process; Start = $start ?? 'before'; Beats = 5 } | ConvertTo-Json | Set-Content $Sweep/owners/$Name.json
}
