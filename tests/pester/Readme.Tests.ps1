#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
}

Describe 'The first session of the README' {
    It 'finds the ready file where the reader stands, not in the project of the simulator' {
        $place = [IO.Directory]::CreateTempSubdirectory('bambu-readme-').FullName
        $dll = Get-ChildItem -Path (
            [IO.Path]::Combine($PSScriptRoot, '..', '..', 'src', 'BambuCloud.Simulator', 'bin', '*', '*', 'BambuCloud.Simulator.dll')
        ) |
            Sort-Object LastWriteTime -Descending | Select-Object -First 1
        $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
        foreach ($argument in 'run', '--no-build', '--configuration', $dll.Directory.Parent.Name,
            '--project', [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'src', 'BambuCloud.Simulator')),
            '--', '--ready-file', 'ready.json') {
            $start.ArgumentList.Add($argument)
        }
        $start.WorkingDirectory = $place
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $run = [Diagnostics.Process]::Start($start)
        $null = $run.StandardOutput.ReadToEndAsync(), $run.StandardError.ReadToEndAsync()
        try {
            Wait-Condition -TimeoutSec 30 -Because 'ready.json should be there' { Test-Path -LiteralPath (Join-Path $place 'ready.json') } |
                Should -BeTrue
        }
        finally {
            $run.Kill($true)
            $run.WaitForExit()
            $run.Dispose()
            Remove-Item -LiteralPath $place -Recurse -Force
        }
    }
}

Describe 'The playground of the README' {
    It 'does what it should in each step <Of>' -ForEach @(
        @{ Of = 'over the cloud'; Options = @() }
        @{ Of = 'in the local network'; Options = @('--lan') }
    ) {
        $before = $env:XDG_STATE_HOME
        $env:XDG_STATE_HOME = [IO.Directory]::CreateTempSubdirectory('bambu-readme-').FullName
        try {
            $project = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'src', 'BambuCloud.Playground')
            $said = dotnet run --project $project -- @Options | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $said
            $said | Should -Match 'Every step did what it should'
        }
        finally {
            Remove-Item -LiteralPath $env:XDG_STATE_HOME -Recurse -Force
            $env:XDG_STATE_HOME = $before
        }
    }
}
